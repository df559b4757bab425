-- API keys of companies' systems, hashed; and answers that are kept for a while, so that a repeated call has the same one.
CREATE TABLE api_keys (
  id           uuid PRIMARY KEY,
  company      uuid NOT NULL,
  person       uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  name         text NOT NULL,
  slot         int NOT NULL,
  hint         text NOT NULL,
  key_hash     text NOT NULL UNIQUE,
  scopes       text[] NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  last_used_on date,
  revoked_at   timestamptz
);
CREATE UNIQUE INDEX api_keys_alive ON api_keys (company, name, slot) WHERE revoked_at IS NULL;
CREATE TABLE kept_answers (
  owner      uuid NOT NULL,
  key_hash   text NOT NULL,
  digest     text NOT NULL,
  status     int NOT NULL,
  headers    jsonb NOT NULL,
  body       bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (owner, key_hash)
);
CREATE INDEX kept_answers_expires ON kept_answers (expires_at);
