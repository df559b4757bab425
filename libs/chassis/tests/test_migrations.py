"""Numbered migrations on real PostgreSQL: once each, all or nothing, wherever they are killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from chassis import Service
from chassis.errors import DatabaseRefused
from chassis.running.running import opened
from chassis.settings import Settings
from chassis.store import migrate as migrating
from chassis.store.migrate import migrate
from chassis.store.numbered import in_package, known
from devstack.layout import layout
from devstack.postgres import DatabaseUrls
from devstack.testing import DatabaseFactory

BEFORE_NUMBERS = Path(__file__).with_name("databases") / "before_numbers.sql"
ROLES = ("shop_app", "shop_auditor")
PLACES = "-- Where somebody was.\nCREATE TABLE places (name text PRIMARY KEY);\n"
VISITS = "-- When somebody was there.\nCREATE TABLE visits (at timestamptz NOT NULL DEFAULT now());\n"
PROCESS_TIMEOUT_S = 60
STORE = [f"store/{migration.name}" for migration in known()]

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Writes the migrations of a package `shop.rows` and returns its name."""
    folder = tmp_path / "shop" / "rows" / "migrations"
    folder.mkdir(parents=True)
    (tmp_path / "shop" / "__init__.py").touch()
    (folder.parent / "__init__.py").touch()
    app = 'from chassis import Service\n\nservice = Service(name="shop", rows="shop.rows")\n'
    (tmp_path / "shop" / "app.py").write_text(app)
    monkeypatch.syspath_prepend(tmp_path)

    def written(**texts: str) -> str:
        for path in folder.iterdir():
            path.unlink()
        for name, text in texts.items():
            (folder / f"{name.removeprefix('m')}.sql").write_text(text)
        return "shop.rows"

    yield written
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


async def applied(urls: DatabaseUrls) -> list[str]:
    async with connected(urls.owner) as owner:
        rows = await owner.fetch(
            "SELECT schema || '/' || name FROM store.migrations WHERE schema = 'accounts' ORDER BY 1"
        )
        return [row[0] for row in rows]


async def count(urls: DatabaseUrls) -> int:
    async with connected(urls.owner) as owner:
        found: int = await owner.fetchval("SELECT count(*) FROM store.migrations")
        return found


async def start(urls: DatabaseUrls, rows: str) -> None:
    """Starts a process of the service, which checks the database first."""
    async with opened(Service(name="shop", rows=rows), Settings(database_url=urls.app, master_key="A" * 43 + "=")):
        pass


def command(urls: DatabaseUrls, cwd: Path, **settings: str) -> subprocess.Popen[str]:
    """Runs `python -m chassis migrate shop` as a process of its own."""
    env = {
        **os.environ,
        "STAFETT_SHOP_OWNER_DATABASE_URL": urls.owner,
        "STAFETT_SHOP_DATABASE_URL": urls.app,
        **{f"STAFETT_SHOP_{name.upper()}": value for name, value in settings.items()},
    }
    words = [sys.executable, "-m", "chassis", "migrate", "shop"]
    return subprocess.Popen(words, env=env, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


async def test_a_new_database_has_everything_and_a_second_time_changes_nothing(
    database: DatabaseFactory, write: Write
) -> None:
    urls, rows = await database.empty("shop"), write(m0001_places=PLACES, m0002_visits=VISITS)
    done = await migrate(urls.owner, *ROLES, rows)
    assert done == [*STORE, "accounts/0001_places.sql", "accounts/0002_visits.sql"]
    made = await layout(urls.owner)
    assert await migrate(urls.owner, *ROLES, rows) == []
    assert await layout(urls.owner) == made
    await start(urls, rows)


@pytest.mark.parametrize("version", [1, 2])
async def test_a_database_from_before_numbers_becomes_what_a_new_one_is(
    database: DatabaseFactory, version: int
) -> None:
    """The kept file is what every owner role ran; later migrations apply to both, so this stays true."""
    old, new = await database.empty("shop"), await database.empty("shop")
    async with connected(old.owner) as owner:
        await owner.execute(BEFORE_NUMBERS.read_text().format(app=ROLES[0], auditor=ROLES[1]))
        await owner.execute("INSERT INTO store.cursors VALUES ('relay', 7)")
    before = await layout(old.owner)
    if version == 1:
        async with connected(old.owner) as owner:
            await owner.execute("DROP TABLE store.set_aside; DELETE FROM store.schema_version WHERE version > 1")
    await migrate(old.owner, *ROLES)
    await migrate(new.owner, *ROLES)
    assert await layout(old.owner) == await layout(new.owner)
    assert set(before) <= set(await layout(old.owner)), "what an image from before numbers uses is as it was"
    async with connected(old.owner) as owner:
        assert await owner.fetchval("SELECT position FROM store.cursors") == 7
        assert await owner.fetchval("SELECT max(version) FROM store.schema_version") == 2, "and its own check passes"


async def test_a_migration_that_fails_leaves_nothing_and_the_next_start_goes_on(
    database: DatabaseFactory, write: Write
) -> None:
    urls = await database.empty("shop")
    rows = write(m0001_places=PLACES, m0002_visits=VISITS + "INSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(asyncpg.UndefinedTableError, match="nowhere"):
        await migrate(urls.owner, *ROLES, rows)
    assert await applied(urls) == ["accounts/0001_places.sql"]
    assert not any("visits" in line for line in await layout(urls.owner))
    with pytest.raises(DatabaseRefused, match=r"older than this image: it lacks .*accounts/0002_visits\.sql"):
        await start(urls, rows)
    assert await migrate(urls.owner, *ROLES, write(m0001_places=PLACES, m0002_visits=VISITS)) == [
        "accounts/0002_visits.sql"
    ]
    await start(urls, "shop.rows")


async def test_a_migration_that_is_killed_is_done_whole_or_not_at_all(
    database: DatabaseFactory, write: Write, tmp_path: Path
) -> None:
    """Killed at the first step and at the last one, before its commit and after; every next start goes on."""
    urls, whole = await database.empty("shop"), await database.empty("shop")
    rows = write(m0001_places=PLACES)
    await migrate(whole.owner, *ROLES, rows)
    async with connected(urls.owner) as owner:
        await owner.execute(migrating.TABLE)
    for step in ("first", "last"):
        stands, done = await layout(urls.owner), await count(urls)
        for point, more in (("before", 0), ("after", 1)):
            flag = tmp_path / f"{point}-{step}"
            killed = command(urls, tmp_path, failpoints=f"migrate.{point}={flag}")
            await asyncio.to_thread(killed.communicate, timeout=PROCESS_TIMEOUT_S)
            assert killed.returncode == -signal.SIGKILL and flag.exists()
            assert await count(urls) == done + more
            assert (await layout(urls.owner) == stands) == (point == "before")
        await migrate(urls.owner, *ROLES)  # the store's others, in between
    assert await layout(urls.owner) == await layout(whole.owner)
    assert await migrate(urls.owner, *ROLES, rows) == []


async def test_processes_that_start_at_once_apply_each_migration_once(
    database: DatabaseFactory, write: Write, tmp_path: Path
) -> None:
    urls = await database.empty("shop")
    write(m0001_places=PLACES, m0002_visits=VISITS)
    processes = [command(urls, tmp_path) for _ in range(2)]
    said = await asyncio.gather(*(asyncio.to_thread(process.communicate) for process in processes))
    assert [process.returncode for process in processes] == [0, 0], said
    lines = [line for out, _ in said for line in out.splitlines() if "applied" in line]
    assert sorted(lines) == sorted(set(lines)) and len(lines) == len(STORE) + 2


async def test_an_applied_file_that_was_edited_is_refused(
    database: DatabaseFactory, write: Write, tmp_path: Path
) -> None:
    """The command and the service refuse it; a renamed file counts as edited."""
    urls, rows = await database.empty("shop"), write(m0001_places=PLACES)
    await migrate(urls.owner, *ROLES, rows)
    for texts in ({"m0001_places": PLACES + "-- A remark.\n"}, {"m0001_spots": PLACES}):
        write(**texts)
        with pytest.raises(DatabaseRefused, match="is not what was applied"):
            await start(urls, rows)
        process = command(urls, tmp_path)
        _, said = await asyncio.to_thread(process.communicate)
        assert process.returncode == 1 and said.startswith("shop: accounts/0001_") and "next number" in said
        assert "Traceback" not in said


async def test_an_older_image_works_beside_a_newer_one_until_a_migration_is_breaking(
    database: DatabaseFactory, write: Write
) -> None:
    urls = await database.empty("shop")
    await migrate(urls.owner, *ROLES, write(m0001_places=PLACES, m0002_visits=VISITS))
    older = write(m0001_places=PLACES)
    await start(urls, older)
    assert await migrate(urls.owner, *ROLES, older) == []
    gone = "-- Breaking: places have no name any more.\nALTER TABLE places DROP COLUMN name;\n"
    await migrate(urls.owner, *ROLES, write(m0001_places=PLACES, m0002_visits=VISITS, m0003_nameless=gone))
    await start(urls, "shop.rows")
    for texts in ({"m0001_places": PLACES, "m0002_visits": VISITS}, {"m0001_places": PLACES}):
        older = write(**texts)
        for refused in (start(urls, older), migrate(urls.owner, *ROLES, older)):
            with pytest.raises(DatabaseRefused, match=r"newer than this image.*0003_nameless.*have no name.*backup"):
                await refused


async def test_a_database_that_nobody_migrated_says_what_to_do(database: DatabaseFactory, write: Write) -> None:
    """The database is empty, or has a store that the running role may not read yet."""
    urls, rows = await database.empty("shop"), write(m0001_places=PLACES)
    with pytest.raises(DatabaseRefused, match="Run `python -m chassis migrate shop`"):
        await start(urls, rows)
    async with connected(urls.owner) as owner:
        await owner.execute(migrating.TABLE)
    with pytest.raises(DatabaseRefused, match=f"it lacks {', '.join([*STORE, 'accounts/0001_places.sql'])}"):
        await start(urls, rows)


async def test_a_long_query_holds_up_the_migration_and_nobody_else(database: DatabaseFactory, write: Write) -> None:
    """While the migration waits for its lock, later queries run between its tries."""
    urls, rows = await database.empty("shop"), write(m0001_places=PLACES)
    await migrate(urls.owner, *ROLES, rows)
    write(m0001_places=PLACES, m0002_where="-- Where it lies.\nALTER TABLE places ADD COLUMN land text;\n")
    quick = Settings(migration_lock_timeout_s=0.05, migration_pause_s=0.05, migration_tries_max=2)
    async with connected(urls.app) as reader, connected(urls.app) as later:
        async with reader.transaction():
            await reader.execute("SELECT FROM accounts.places")
            with pytest.raises(DatabaseRefused, match="cannot get a lock that it needs, after 2 tries"):
                await migrate(urls.owner, *ROLES, rows, quick)
            waiting = asyncio.create_task(
                migrate(urls.owner, *ROLES, rows, Settings(migration_lock_timeout_s=0.2, migration_pause_s=0.05))
            )
            for name in ("a", "b", "c"):
                await later.execute("INSERT INTO accounts.places VALUES ($1)", name, timeout=10)
            assert not waiting.done()
        assert await waiting == ["accounts/0002_where.sql"]


async def test_whoever_waits_too_long_for_its_turn_says_so(database: DatabaseFactory) -> None:
    urls = await database.empty("shop")
    async with connected(urls.owner) as other:
        await other.execute(f"SELECT pg_advisory_lock({migrating.TURN})")
        with pytest.raises(DatabaseRefused, match="another process has been migrating"):
            await migrate(urls.owner, *ROLES, settings=Settings(migration_turn_timeout_s=0.05))
    assert await migrate(urls.owner, *ROLES) == STORE


async def test_a_file_that_ends_its_own_transaction_is_found(database: DatabaseFactory, write: Write) -> None:
    urls = await database.empty("shop")
    with pytest.raises(ValueError, match=r"0001_places\.sql ends its transaction"):
        await migrate(urls.owner, *ROLES, write(m0001_places=PLACES + "COMMIT;\nBEGIN;\n"))
    assert await applied(urls) == []


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        ({"m0001_places": PLACES, "m0003_visits": VISITS}, "should have the number 0002"),
        ({"m0001_places": PLACES, "m0001_visits": VISITS}, "should have the number 0002"),
        ({"places": PLACES}, "is not called 0001"),
        ({"m0001_places": "CREATE TABLE places ();\n"}, "does not begin with a comment"),
    ],
)
def test_a_file_with_a_wrong_name_or_no_first_line_is_found(write: Write, texts: dict[str, str], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        in_package("accounts", write(**texts))


def test_the_files_of_the_chassis_are_in_order() -> None:
    assert [migration.number for migration in known()] == list(range(1, len(known()) + 1))
