"""Brings a service's database up to date: numbered migrations, each in one transaction, then the grants.

Run by the owner role, before the processes of a new image start and while those of the old one work on; as often as
one likes, and by several at once.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from importlib.resources import files
from typing import Any

import asyncpg

from chassis.errors import DatabaseRefused
from chassis.failpoints import failpoint
from chassis.settings import Settings
from chassis.store.numbered import Applied, Migration, known, newer, pending
from chassis.store.postgres import Pool, connect
from chassis.telemetry import log

ROLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
TURN = 7100
"""The advisory lock that a migrating process holds."""
TABLE = """
    CREATE SCHEMA IF NOT EXISTS store;
    CREATE TABLE IF NOT EXISTS store.migrations (
      schema     text        NOT NULL,
      number     int         NOT NULL,
      name       text        NOT NULL,
      says       text        NOT NULL,
      breaking   boolean     NOT NULL,
      digest     text        NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (schema, number)
    )
"""
APPLIED = "SELECT * FROM store.migrations ORDER BY schema, number"
NEVER_MIGRATED = (asyncpg.InvalidSchemaNameError, asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError)
"""The errors of a database that was never migrated, or whose first migration did not complete."""


async def migrate(
    owner_url: str, app: str, auditor: str, rows: str = "", settings: Settings | None = None
) -> list[str]:
    """Applies what is pending and returns the names; `rows` is as `Service.rows`.

    `app` and `auditor` are the roles that get their rights. Raises DatabaseRefused.
    """
    for role in (app, auditor):
        if not ROLE.fullmatch(role):
            raise ValueError(f"not a role name: {role}")
    mine, settings = known(rows), settings or Settings()
    rights = files("chassis.store").joinpath("rights.sql").read_text(encoding="utf-8").format(app=app, auditor=auditor)
    connection = await connect(owner_url)
    try:
        await _wait_for_turn(connection, settings)
        await connection.execute(TABLE)
        todo = pending(mine, [Applied.of(row) for row in await connection.fetch(APPLIED)])
        for migration in todo[:-1]:
            await _step(connection, migration, "", settings)
        await _step(connection, todo[-1] if todo else None, rights, settings)  # The last step includes its grants.
    finally:
        await connection.close()  # This releases the lock for the next process.
    return [f"{migration.schema}/{migration.name}" for migration in todo]


async def require_current(pool: Pool, service: str, rows: str) -> None:
    """Raises DatabaseRefused unless this image can work with the database as it is."""
    mine, applied = known(rows), list[Applied]()
    with suppress(*NEVER_MIGRATED):
        applied = [Applied.of(row) for row in await pool.fetch(APPLIED)]
    if lacking := pending(mine, applied):
        names = ", ".join(f"{migration.schema}/{migration.name}" for migration in lacking)
        raise DatabaseRefused(
            f"the database is older than this image: it lacks {names}. Run `python -m chassis migrate {service}` with "
            "this image; processes of the old one may work on meanwhile"
        )
    if later := newer(mine, applied):
        log.info("database.newer", migrations=[f"{line.schema}/{line.name}" for line in later])


async def _wait_for_turn(connection: Any, settings: Settings) -> None:
    """Waits for the lock, which is held until the connection closes. Images without numbered migrations take it too."""
    await _set_lock_timeout(connection, settings.migration_turn_timeout_s, local=False)
    try:
        await connection.execute(f"SELECT pg_advisory_lock({TURN})")
    except asyncpg.LockNotAvailableError as error:
        raise DatabaseRefused(
            f"another process has been migrating this database for {settings.migration_turn_timeout_s:.0f} s: look at "
            "pg_stat_activity, and migrate again when it has ended"
        ) from error


async def _step(connection: Any, migration: Migration | None, rights: str, settings: Settings) -> None:
    """Applies one migration in a transaction, which is tried again while a long query holds a lock.

    A migration that waits for a lock blocks all later queries, so it waits only for a short time and lets them pass.
    """
    for left in reversed(range(settings.migration_tries_max)):
        try:
            async with connection.transaction():
                await _set_lock_timeout(connection, settings.migration_lock_timeout_s, local=True)
                if migration:
                    await _apply(connection, migration)
                if rights:
                    await connection.execute(rights)
                failpoint("migrate.before")
            failpoint("migrate.after")
            return
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError) as error:
            if not left:
                what = f"{migration.schema}/{migration.name}" if migration else "the giving of rights"
                raise DatabaseRefused(
                    f"{what} cannot get a lock that it needs, after {settings.migration_tries_max} tries: a query that "
                    f"takes long holds it. Look at pg_stat_activity, and migrate again ({error})"
                ) from error
        await asyncio.sleep(settings.migration_pause_s)


async def _apply(connection: Any, migration: Migration) -> None:
    began = await connection.fetchval("SELECT pg_current_xact_id()::text")
    await connection.execute(f"SET LOCAL search_path = {migration.schema}")
    await connection.execute(migration.sql)
    if await connection.fetchval("SELECT pg_current_xact_id()::text") != began:
        raise ValueError(f"{migration.name} ends its transaction: a migration is one transaction, or none of it counts")
    await connection.execute(
        "INSERT INTO store.migrations (schema, number, name, says, breaking, digest) VALUES ($1, $2, $3, $4, $5, $6)",
        migration.schema,
        migration.number,
        migration.name,
        migration.says,
        migration.breaking,
        migration.digest,
    )


async def _set_lock_timeout(connection: Any, timeout_s: float, *, local: bool) -> None:
    await connection.execute("SELECT set_config('lock_timeout', $1, $2)", f"{timeout_s * 1000:.0f}ms", local)
