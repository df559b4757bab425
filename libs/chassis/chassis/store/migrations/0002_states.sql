-- What a replay found the states of aggregates to be, by kind, up to a position: the next one is compared with it.
CREATE TABLE IF NOT EXISTS store.states (
  kind     text        NOT NULL,
  position bigint      NOT NULL,
  digest   text        NOT NULL,
  kept_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kind, position)
);
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON store.states
  FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change();
ALTER TABLE store.states ENABLE ALWAYS TRIGGER append_only;
