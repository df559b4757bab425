-- Who may do what, given anew after every migration: {app} runs the service, {auditor} reads.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA store FROM PUBLIC;
GRANT USAGE ON SCHEMA store TO {app}, {auditor};
GRANT SELECT ON ALL TABLES IN SCHEMA store TO {app};
GRANT SELECT ON store.stored_events, store.outbox, store.inbox, store.cursors, store.set_aside, store.schema_version,
  store.migrations, store.states TO {auditor};
GRANT EXECUTE ON FUNCTION store.append_units, store.keep_document TO {app};
GRANT INSERT, UPDATE, DELETE ON store.cursors TO {app};
GRANT INSERT, DELETE ON store.person_keys TO {app};
GRANT INSERT, UPDATE (solved_at) ON store.dead_letters TO {app};
GRANT INSERT, UPDATE ON store.set_aside TO {app};
GRANT INSERT ON store.states TO {app};
GRANT ALL ON SCHEMA views, views_next, views_replay TO {app};
GRANT USAGE ON SCHEMA accounts TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA accounts TO {app};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA accounts TO {app};
