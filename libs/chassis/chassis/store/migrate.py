"""Makes the tables, rights and functions of a service's database; run by the owner role, as often as one likes."""

from __future__ import annotations

import re
from pathlib import Path

import asyncpg

from chassis.store.postgres import connect

SCHEMA_VERSION = 2
ROLE = re.compile(r"[a-z][a-z0-9_]{0,62}")


async def migrate(owner_url: str, app: str, auditor: str, rows: str = "") -> None:
    """`app` and `auditor` are the roles that get their rights; `rows` is DDL for the schema `accounts`."""
    for role in (app, auditor):
        if not ROLE.fullmatch(role):
            raise ValueError(f"not a role name: {role}")
    sql = Path(__file__).with_name("schema.sql").read_text().format(app=app, auditor=auditor)
    connection = await connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock(7100)")
            await connection.execute(sql)
            if rows:
                await connection.execute(f"SET LOCAL search_path = accounts; {rows}")
                await connection.execute(
                    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA accounts TO {app}"
                )
                await connection.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA accounts TO {app}")
    finally:
        await connection.close()


async def schema_version(connection: asyncpg.Connection) -> int:
    """The version that the database stands at; 0 when it was never migrated."""
    try:
        version: int = await connection.fetchval("SELECT max(version) FROM store.schema_version")
    except asyncpg.UndefinedTableError:
        return 0
    return version
