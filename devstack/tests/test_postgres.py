"""The embedded PostgreSQL: roles, passwords, copies of databases, and coming back after a crash."""

from pathlib import Path

import asyncpg
import psutil
import pytest

from devstack.errors import LocalNetworkError
from devstack.postgres import DatabaseUrls, EmbeddedPostgres
from devstack.testing import DatabaseFactory


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def make_a_table(urls: DatabaseUrls) -> None:
    connection = await asyncpg.connect(urls.owner)
    await connection.execute(
        "CREATE TABLE entry (n int); INSERT INTO entry VALUES (7); GRANT SELECT ON entry TO wallet_app"
    )
    await connection.close()


async def test_a_service_s_three_roles_can_connect_and_only_the_owner_makes_tables(postgres: EmbeddedPostgres) -> None:
    urls = await postgres.create_database("directory")
    await ask(urls.owner, "CREATE TABLE one (n int)")
    assert await ask(urls.app, "SELECT current_user") == "directory_app"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(urls.app, "CREATE TABLE two (n int)")
    with pytest.raises(asyncpg.PostgresError):
        await ask(urls.auditor, "CREATE TEMPORARY TABLE three (n int)")
    assert await ask(urls.auditor, "SHOW default_transaction_read_only") == "on"


async def test_no_role_gets_in_without_its_password_nor_into_another_service_s_database(
    postgres: EmbeddedPostgres,
) -> None:
    wallet = await postgres.create_database("wallet")
    await postgres.create_database("delivery")
    for role in ("postgres", "wallet_app"):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(f"postgresql://{role}:wrong@127.0.0.1:{postgres.port}/wallet", "SELECT 1")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(wallet.app.removesuffix("wallet") + "delivery", "SELECT 1")


async def test_databases_of_one_service_are_copies_of_one_migrated_template(database: DatabaseFactory) -> None:
    first, second = await database("wallet", make_a_table), await database("wallet", make_a_table)
    assert first.app != second.app
    await ask(first.owner, "INSERT INTO entry VALUES (8)")
    assert await ask(first.app, "SELECT sum(n) FROM entry") == 15
    assert await ask(second.app, "SELECT sum(n) FROM entry") == 7


async def test_making_a_database_again_keeps_it_and_its_passwords(postgres: EmbeddedPostgres) -> None:
    first = await postgres.create_database("onboarding")
    await ask(first.owner, "CREATE TABLE kept (n int)")
    assert await postgres.create_database("onboarding") == first
    assert await ask(first.owner, "SELECT count(*) FROM kept") == 0


async def test_a_name_that_could_carry_sql_is_refused(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(LocalNetworkError, match="cannot name a database"):
        await postgres.create_database("x; DROP DATABASE postgres")


async def test_what_was_committed_survives_a_kill_on_the_same_port(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path, durable=False) as server:
        urls = await server.create_database("wallet")
        await ask(urls.owner, "CREATE TABLE entry (n int)")
        await ask(urls.owner, "INSERT INTO entry VALUES (1)")
        server.kill()
        with pytest.raises(OSError):
            await ask(urls.owner, "SELECT 1")
        server.start()
        assert await ask(urls.owner, "SELECT count(*) FROM entry") == 1


async def test_a_server_left_behind_by_a_killed_run_is_replaced(tmp_path: Path) -> None:
    left_behind = EmbeddedPostgres(tmp_path, durable=False).start()
    old_pid = int((tmp_path / "cluster/postmaster.pid").read_text().split()[0])
    with EmbeddedPostgres(tmp_path, durable=False) as server:
        assert int((tmp_path / "cluster/postmaster.pid").read_text().split()[0]) != old_pid
        assert server.port == left_behind.port
        assert server.superuser_url == left_behind.superuser_url
        assert await ask(server.superuser_url, "SELECT 1") == 1
    left_behind.stop()


async def test_a_durable_server_syncs_to_disk(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path) as server:
        assert await ask(server.superuser_url, "SHOW fsync") == "on"
        assert (tmp_path / "superuser.password").stat().st_mode & 0o077 == 0


def test_a_server_that_cannot_start_says_why_in_one_line(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path, durable=False):
        pass
    (tmp_path / "cluster/postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(LocalNetworkError, match="no_such_setting") as refusal:
        EmbeddedPostgres(tmp_path, durable=False).start()
    assert "\n" not in str(refusal.value)


def test_a_kill_leaves_no_process_of_the_server(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, durable=False).start()
    postmaster = psutil.Process(int((tmp_path / "cluster/postmaster.pid").read_text().split()[0]))
    family = [postmaster, *postmaster.children(recursive=True)]
    assert len(family) > 3
    server.kill()
    assert not [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    server.start()
    server.stop()
    assert not (tmp_path / "cluster/postmaster.pid").exists()
