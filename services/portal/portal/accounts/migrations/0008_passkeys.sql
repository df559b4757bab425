-- Passkeys of people: public keys alone; and challenges that were answered, until they are too old to be answered again.
CREATE TABLE passkeys (
  id           uuid PRIMARY KEY,
  person       uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  name         text NOT NULL,
  credential   bytea NOT NULL UNIQUE,
  public_key   bytea NOT NULL,
  sign_count   bigint NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
CREATE INDEX passkeys_person ON passkeys (person);
CREATE TABLE spent_challenges (
  challenge_hash text PRIMARY KEY,
  expires_at     timestamptz NOT NULL
);
CREATE INDEX spent_challenges_expires ON spent_challenges (expires_at);
