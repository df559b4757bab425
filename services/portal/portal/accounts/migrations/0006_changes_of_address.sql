-- Addresses that people want their accounts to have, until they are confirmed; and a telephone number, if they like.
CREATE TABLE email_changes (
  person   uuid PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  email    text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE people ADD COLUMN phone text NOT NULL DEFAULT '';
