-- Links of mails that were sent before there were `mailed_codes` still lead in; the tables they stood in go.
-- Only images from before migrations had numbers use those tables, and none of these reads what this file says of itself:
-- so it is not marked as breaking. The codes of those mails do not come along: they are hashed with a key that no SQL
-- has, so the row's place of the address is filled by who it is, and its code fits nothing.
DO $$
DECLARE was record;
BEGIN
  FOR was IN SELECT * FROM (VALUES ('confirmation', 'confirmations'), ('reset', 'resets')) AS t(purpose, name) LOOP
    IF to_regclass('accounts.' || was.name) IS NOT NULL THEN
      EXECUTE format(
        'INSERT INTO mailed_codes (purpose, address, person, code_hash, link_hash, tries, expires_at)
         SELECT %L, ''moved:'' || person, person, '''', link_hash, tries, expires_at FROM %I WHERE expires_at > now()
         ON CONFLICT DO NOTHING', was.purpose, was.name);
      EXECUTE format('DROP TABLE %I', was.name);
    END IF;
  END LOOP;
END $$;
