"""The layout of a database, line by line: two databases with the same lines behave the same."""

import asyncpg

from devstack.postgres import CONNECT_TIMEOUT_S

OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
LAYOUT = f"""
    SELECT format('schema %s owned by %s: %s', n.nspname, n.nspowner::regrole, n.nspacl)
      FROM pg_namespace n WHERE {OURS}
    UNION ALL SELECT format('%s %I.%I owned by %s: %s', c.relkind, n.nspname, c.relname, c.relowner::regrole, c.relacl)
      FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE {OURS}
    UNION ALL SELECT format('column %s of %I.%I: %I %s null %s default %s identity %s storage %s: %s',
        a.attnum, n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid),
        a.attidentity, a.attstorage, a.attacl)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE {OURS} AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT format('constraint %I of %s: %s', c.conname, c.conrelid::regclass, pg_get_constraintdef(c.oid))
      FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE {OURS}
    UNION ALL SELECT 'index ' || pg_get_indexdef(i.indexrelid)
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}
    UNION ALL SELECT format('trigger %s %s', pg_get_triggerdef(t.oid), t.tgenabled)
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE {OURS} AND NOT t.tgisinternal
    UNION ALL SELECT format('function owned by %s: %s %s', p.proowner::regrole, p.proacl, pg_get_functiondef(p.oid))
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS}
    ORDER BY 1
"""  # noqa: S608  nothing here comes from outside


async def layout(url: str) -> list[str]:
    """Schemas, tables, columns, constraints, indexes, triggers and functions, with owners and rights; no rows."""
    connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_S)
    try:
        return [row[0] for row in await connection.fetch(LAYOUT)]
    finally:
        await connection.close()
