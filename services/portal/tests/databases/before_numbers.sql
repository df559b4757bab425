-- The tables of accounts as the owner role made them until migrations got numbers.
CREATE TABLE IF NOT EXISTS people (
  id             uuid PRIMARY KEY,
  email          text NOT NULL,
  email_folded   text NOT NULL UNIQUE,
  user_name      text UNIQUE,
  given_name     text NOT NULL,
  family_name    text NOT NULL,
  language       text NOT NULL,
  password_hash  text NOT NULL,
  privacy_version text NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  confirmed_at   timestamptz
);
CREATE TABLE IF NOT EXISTS sessions (
  token_hash text PRIMARY KEY,
  person     uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  csrf       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_person ON sessions (person);
CREATE TABLE IF NOT EXISTS mailed_codes (
  purpose    text NOT NULL,
  address    text NOT NULL,
  person     uuid REFERENCES people (id) ON DELETE CASCADE,
  code_hash  text NOT NULL,
  link_hash  text NOT NULL UNIQUE,
  tries      int NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (purpose, address)
);
DROP TABLE IF EXISTS confirmations;
DROP TABLE IF EXISTS resets;
CREATE TABLE IF NOT EXISTS limits (
  what    text NOT NULL,
  who     text NOT NULL,
  free_at timestamptz NOT NULL,
  PRIMARY KEY (what, who)
);
CREATE INDEX IF NOT EXISTS limits_free_at ON limits (free_at);
CREATE TABLE IF NOT EXISTS known_places (
  person  uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  place   text NOT NULL,
  last_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person, place)
);
CREATE TABLE IF NOT EXISTS mails_waiting (
  id           uuid PRIMARY KEY,
  kind         text NOT NULL,
  who          text NOT NULL,
  inviter      text NOT NULL DEFAULT '',
  tries        int NOT NULL DEFAULT 0,
  made_at      timestamptz NOT NULL DEFAULT now(),
  due_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS mails_waiting_due ON mails_waiting (due_at);
CREATE TABLE IF NOT EXISTS captchas (
  challenge  text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS colleague_secrets (
  invitation   uuid PRIMARY KEY,
  company      uuid NOT NULL,
  company_name text NOT NULL,
  email        text NOT NULL,
  role         text NOT NULL,
  given_name   text NOT NULL,
  family_name  text NOT NULL,
  language     text NOT NULL,
  expires_at   timestamptz NOT NULL,
  email_folded text NOT NULL,
  code_hash    text NOT NULL,
  link_hash    text NOT NULL UNIQUE,
  tries        int NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS uploads (
  owner       uuid NOT NULL,
  purpose     text NOT NULL,
  sha256      text NOT NULL,
  media_type  text NOT NULL,
  size        bigint NOT NULL,
  uploaded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner, purpose, sha256)
);
CREATE INDEX IF NOT EXISTS colleague_secrets_email ON colleague_secrets (email_folded);
