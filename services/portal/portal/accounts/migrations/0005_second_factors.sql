-- Second factors of people, log-ins that wait for their code, and sessions that their owner can tell apart.
CREATE TABLE second_factors (
  person       uuid PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  secret       bytea NOT NULL,
  begun_at     timestamptz NOT NULL DEFAULT now(),
  confirmed_at timestamptz,
  last_step    bigint NOT NULL DEFAULT 0
);
CREATE TABLE recovery_codes (
  person    uuid NOT NULL REFERENCES second_factors (person) ON DELETE CASCADE,
  code_hash text NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (person, code_hash)
);
CREATE TABLE half_log_ins (
  token_hash text PRIMARY KEY,
  person     uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  places     text[] NOT NULL,
  tries      int NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL
);
CREATE INDEX half_log_ins_person ON half_log_ins (person);
CREATE INDEX half_log_ins_expires ON half_log_ins (expires_at);
ALTER TABLE sessions
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN program text NOT NULL DEFAULT '',
  ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now();
CREATE UNIQUE INDEX sessions_id ON sessions (id);
