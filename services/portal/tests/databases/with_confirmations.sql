-- The tables of accounts while confirmations and resets had tables of their own.
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
CREATE TABLE IF NOT EXISTS confirmations (
  person     uuid PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  code_hash  text NOT NULL,
  link_hash  text NOT NULL,
  tries      int NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
  token_hash text PRIMARY KEY,
  person     uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  csrf       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_person ON sessions (person);
CREATE TABLE IF NOT EXISTS resets (
  person     uuid PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  code_hash  text NOT NULL,
  link_hash  text NOT NULL UNIQUE,
  tries      int NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL
);
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
