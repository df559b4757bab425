-- The whole schema as the owner role ran it until migrations got numbers; {app} and {auditor} are roles.
-- The database of one service. Run by the owner role; {app} runs the service, {auditor} reads.
CREATE SCHEMA IF NOT EXISTS store;

CREATE TABLE IF NOT EXISTS store.schema_version (version int PRIMARY KEY, migrated_at timestamptz NOT NULL DEFAULT now());

-- The layout of the eventsourcing library, so that its own recorder reads it; what stands beside an event comes after.
CREATE TABLE IF NOT EXISTS store.stored_events (
  originator_id      uuid        NOT NULL,
  originator_version bigint      NOT NULL,
  topic              text        NOT NULL,
  state              bytea       NOT NULL,
  notification_id    bigint      NOT NULL,
  recorded_at        timestamptz NOT NULL DEFAULT now(),
  metadata           text        NOT NULL,
  PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX IF NOT EXISTS stored_events_notification_id_idx ON store.stored_events (notification_id);

CREATE TABLE IF NOT EXISTS store.inbox (
  consumer   text NOT NULL,
  message_id uuid NOT NULL,
  PRIMARY KEY (consumer, message_id)
);

CREATE TABLE IF NOT EXISTS store.outbox (
  position    bigint      PRIMARY KEY,
  message_id  uuid        NOT NULL,
  subject     text        NOT NULL,
  headers     text        NOT NULL,
  body        bytea       NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS store.cursors (name text PRIMARY KEY, position bigint NOT NULL);

-- Documents by what they hold. `own` ones are carried to the object store, in order of `number`.
CREATE TABLE IF NOT EXISTS store.documents (
  sha256     text        PRIMARY KEY,
  number     bigint      NOT NULL UNIQUE,
  media_type text        NOT NULL,
  own        boolean     NOT NULL,
  content    bytea       NOT NULL,
  kept_at    timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE store.documents ALTER COLUMN content SET STORAGE EXTERNAL;

-- Keys of persons, wrapped by the service's master key. The one table where a row may go: that erases the person.
CREATE TABLE IF NOT EXISTS store.person_keys (
  person     uuid        PRIMARY KEY,
  wrapped    bytea       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- What could not be handled, sealed, until an operator looks, mends and sends it again.
CREATE TABLE IF NOT EXISTS store.dead_letters (
  number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id text        NOT NULL,
  subject    text        NOT NULL,
  reason     text        NOT NULL,
  sealed     bytea       NOT NULL,
  died_at    timestamptz NOT NULL DEFAULT now(),
  solved_at  timestamptz
);

-- Version 2. What a view, an act, a schedule or the relay could not take, until it can, or somebody skips it. `reason`
-- and `topic` name classes and places of the code; no value of an event is kept here.
CREATE TABLE IF NOT EXISTS store.set_aside (
  number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  follower    text        NOT NULL,
  position    bigint      NOT NULL,
  topic       text        NOT NULL,
  reason      text        NOT NULL,
  stops       boolean     NOT NULL,
  tries       int         NOT NULL DEFAULT 1,
  since       timestamptz NOT NULL DEFAULT now(),
  tried_at    timestamptz NOT NULL DEFAULT now(),
  next_try_at timestamptz NOT NULL,
  skipped_at  timestamptz,
  skipped_by  text        NOT NULL DEFAULT '',
  skip_reason text        NOT NULL DEFAULT '',
  solved_at   timestamptz,
  UNIQUE (follower, position)
);
CREATE INDEX IF NOT EXISTS set_aside_open_idx ON store.set_aside (follower, next_try_at)
  WHERE solved_at IS NULL AND skipped_at IS NULL;

CREATE OR REPLACE FUNCTION store.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['stored_events', 'inbox', 'outbox', 'documents'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS append_only ON store.%I', name);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON store.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION store.refuse_change()', name);
    EXECUTE format('ALTER TABLE store.%I ENABLE ALWAYS TRIGGER append_only', name);
  END LOOP;
END $$;

-- Many units of work in one call and one commit. The lock is held to the commit, so order of positions is order of
-- commit, and a reader that remembers its last position never skips. It is taken outside the sub-block, because a
-- rollback to that would release it.
CREATE OR REPLACE FUNCTION store.append_units(
  p_lock bigint,
  i_unit int[], i_consumer text[], i_message uuid[],
  e_unit int[], e_id uuid[], e_version bigint[], e_topic text[], e_state bytea[], e_metadata text[],
  o_unit int[], o_message uuid[], o_subject text[], o_headers text[], o_body bytea[]
) RETURNS TABLE (duplicates int[], conflicts int[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = store, pg_temp AS $$
DECLARE
  first_event bigint;
  first_fact  bigint;
  lost        int[];
BEGIN
  PERFORM pg_advisory_xact_lock(p_lock);
  SELECT coalesce(max(notification_id), 0) INTO first_event FROM stored_events;
  SELECT coalesce(max(position), 0) INTO first_fact FROM outbox;

  -- The quick road: everybody wins. One key that clashes undoes it all.
  BEGIN
    IF EXISTS (
      SELECT FROM unnest(e_id, e_version) AS u(id, version)
      WHERE version > 1
        AND NOT EXISTS (SELECT FROM stored_events s WHERE s.originator_id = u.id AND s.originator_version = u.version - 1)
        AND NOT EXISTS (SELECT FROM unnest(e_id, e_version) AS p(id, version) WHERE p.id = u.id AND p.version = u.version - 1)
    ) THEN
      RAISE unique_violation;
    END IF;
    INSERT INTO inbox SELECT * FROM unnest(i_consumer, i_message);
    INSERT INTO stored_events (originator_id, originator_version, topic, state, metadata, notification_id)
      SELECT u.id, u.version, u.topic, u.state, u.metadata, first_event + u.n
      FROM unnest(e_id, e_version, e_topic, e_state, e_metadata) WITH ORDINALITY AS u(id, version, topic, state, metadata, n);
    INSERT INTO outbox (position, message_id, subject, headers, body)
      SELECT first_fact + u.n, u.message, u.subject, u.headers, u.body
      FROM unnest(o_message, o_subject, o_headers, o_body) WITH ORDINALITY AS u(message, subject, headers, body, n);
    RETURN NEXT;
    RETURN;
  EXCEPTION WHEN unique_violation THEN NULL;
  END;

  -- The long road: find who lost, and append the others.
  SELECT coalesce(array_agg(u.unit), '{{}}') INTO duplicates
    FROM unnest(i_unit, i_consumer, i_message) AS u(unit, consumer, message)
   WHERE EXISTS (SELECT FROM inbox i WHERE i.consumer = u.consumer AND i.message_id = u.message);
  SELECT coalesce(array_agg(u.unit), '{{}}') INTO conflicts
    FROM (SELECT unit, id, min(version) AS first, max(version) AS last, count(*) AS events
            FROM unnest(e_unit, e_id, e_version) AS x(unit, id, version) GROUP BY unit, id) u
   WHERE u.last - u.first + 1 <> u.events
      OR u.first - 1 <> coalesce((SELECT max(s.originator_version) FROM stored_events s WHERE s.originator_id = u.id), 0);
  lost := duplicates || conflicts;
  INSERT INTO inbox
    SELECT u.consumer, u.message FROM unnest(i_unit, i_consumer, i_message) AS u(unit, consumer, message)
    WHERE u.unit <> ALL (lost);
  INSERT INTO stored_events (originator_id, originator_version, topic, state, metadata, notification_id)
    SELECT u.id, u.version, u.topic, u.state, u.metadata, first_event + row_number() OVER (ORDER BY u.n)
    FROM unnest(e_unit, e_id, e_version, e_topic, e_state, e_metadata)
         WITH ORDINALITY AS u(unit, id, version, topic, state, metadata, n)
    WHERE u.unit <> ALL (lost);
  INSERT INTO outbox (position, message_id, subject, headers, body)
    SELECT first_fact + row_number() OVER (ORDER BY u.n), u.message, u.subject, u.headers, u.body
    FROM unnest(o_unit, o_message, o_subject, o_headers, o_body) WITH ORDINALITY AS u(unit, message, subject, headers, body, n)
    WHERE u.unit <> ALL (lost);
  RETURN NEXT;
END $$;

-- Keeps a document once. Numbers are given under the lock, so the carrier's cursor never skips one.
CREATE OR REPLACE FUNCTION store.keep_document(p_sha256 text, p_media_type text, p_own boolean, p_content bytea)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = store, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM documents WHERE sha256 = p_sha256) THEN RETURN; END IF;
  IF encode(sha256(p_content), 'hex') <> p_sha256 THEN RAISE EXCEPTION 'the content is not what its SHA-256 says'; END IF;
  PERFORM pg_advisory_xact_lock(7102);
  INSERT INTO documents (sha256, number, media_type, own, content)
    SELECT p_sha256, coalesce(max(number), 0) + 1, p_media_type, p_own, p_content FROM documents
  ON CONFLICT DO NOTHING;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA store FROM PUBLIC;
GRANT USAGE ON SCHEMA store TO {app}, {auditor};
GRANT SELECT ON ALL TABLES IN SCHEMA store TO {app};
GRANT SELECT ON store.stored_events, store.outbox, store.inbox, store.cursors, store.set_aside, store.schema_version TO {auditor};
GRANT EXECUTE ON FUNCTION store.append_units, store.keep_document TO {app};
GRANT INSERT, UPDATE, DELETE ON store.cursors TO {app};
GRANT INSERT, DELETE ON store.person_keys TO {app};
GRANT INSERT, UPDATE (solved_at) ON store.dead_letters TO {app};
GRANT INSERT, UPDATE ON store.set_aside TO {app};

-- Read models: serving, being built beside, and rebuilt for a proof. The running role makes their tables itself.
CREATE SCHEMA IF NOT EXISTS views;
CREATE SCHEMA IF NOT EXISTS views_next;
CREATE SCHEMA IF NOT EXISTS views_replay;
GRANT ALL ON SCHEMA views, views_next, views_replay TO {app};

-- Rows outside replay: made by the owner, written by the running role.
CREATE SCHEMA IF NOT EXISTS accounts;
GRANT USAGE ON SCHEMA accounts TO {app};

INSERT INTO store.schema_version (version) VALUES (1), (2) ON CONFLICT DO NOTHING;
