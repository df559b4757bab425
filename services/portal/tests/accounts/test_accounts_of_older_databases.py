"""The tables of accounts that an older image made become what a new database has, and nobody is shut out by it."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from chassis import Refused
from chassis.store.migrate import migrate
from chassis.store.numbered import known
from chassis.store.postgres import Pool
from devstack.layout import layout
from devstack.testing import DatabaseFactory
from portal.app import service
from portal.people.limits import Limits
from portal.people.mailed_codes import MailedCodes, Purpose
from portal.people.people import now
from portal.people.secrets_of_mails import hash_of, new_secret
from portal.settings import PortalSettings

ROLES = ("portal_app", "portal_auditor")
FOLDER = Path(__file__).parents[1] / "databases"
PURPOSES: dict[Purpose, str] = {"confirmation": "confirmations", "reset": "resets"}


async def made_by(sql: str, url: str) -> None:
    """The store of an image from before, and its tables of accounts."""
    await migrate(url, *ROLES)
    owner = await asyncpg.connect(url)
    try:
        await owner.execute(f"SET search_path = accounts; {(FOLDER / sql).read_text()}")
    finally:
        await owner.close()


@pytest.mark.parametrize("sql", ["before_numbers.sql", "with_confirmations.sql"])
async def test_an_older_database_becomes_what_a_new_one_is(database: DatabaseFactory, sql: str) -> None:
    old, new = await database.empty("portal"), await database.empty("portal")
    await made_by(sql, old.owner)
    await migrate(old.owner, *ROLES, service.rows)
    await migrate(new.owner, *ROLES, service.rows)
    assert await layout(old.owner) == await layout(new.owner)


async def test_a_link_that_was_mailed_before_the_upgrade_still_leads_in_once(database: DatabaseFactory) -> None:
    """Both kinds of mails. Their codes do not: who types one is told that it is wrong, and has the link beside it."""
    urls = await database.empty("portal")
    await made_by("with_confirmations.sql", urls.owner)
    person, expired = uuid4(), uuid4()
    secrets = {purpose: new_secret() for purpose in PURPOSES}
    owner = await asyncpg.connect(urls.owner, server_settings={"search_path": "accounts"})
    for who in (person, expired):
        address = f"{who}@example.com"
        await owner.execute("INSERT INTO people VALUES ($1, $2, $2, NULL, 'A', 'B', 'sv', '', '1')", who, address)
    for purpose, table in PURPOSES.items():
        for who, token, at in (
            (person, secrets[purpose].link_token, now() + timedelta(minutes=5)),
            (expired, f"expired {purpose}", now() - timedelta(minutes=5)),
        ):
            await owner.execute(
                f"INSERT INTO {table} (person, code_hash, link_hash, expires_at) VALUES ($1, 'x', $2, $3)",
                who,
                hash_of(token),
                at,
            )
    await migrate(urls.owner, *ROLES, service.rows)
    assert await owner.fetchval("SELECT count(*) FROM mailed_codes") == len(PURPOSES)
    await owner.close()
    pool, settings = await Pool.open(urls.app, "accounts", 2, 30), PortalSettings(master_key="A" * 43 + "=")
    codes = MailedCodes(pool, settings, Limits(pool, settings))
    for purpose, secret in secrets.items():
        with pytest.raises(Refused, match=f"{purpose}.wrong"):
            await codes.by_code(purpose, f"{person}@example.com", secret.code)
        assert await codes.by_link(purpose, secret.link_token) == person
        assert await codes.spend(purpose, person)
        with pytest.raises(Refused, match=f"{purpose}.expired"):
            await codes.by_link(purpose, secret.link_token)
    await pool.close()


def test_the_files_of_the_portal_are_in_order() -> None:
    names = [migration.name for migration in known(service.rows) if migration.schema == "accounts"]
    assert names[:2] == ["0001_accounts.sql", "0002_links_that_are_open.sql"]
