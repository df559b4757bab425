-- Access tokens of an hour, which a system gets for its key (OAuth 2.0 client credentials), hashed.
CREATE TABLE access_tokens (
  token_hash text PRIMARY KEY,
  key        uuid NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
  scopes     text[] NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX access_tokens_expires ON access_tokens (expires_at);
