"""PostgreSQL when the person is root: in a user namespace, as another user where those are forbidden, or a clear no."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from devstack import unprivileged
from devstack.errors import LocalNetworkError
from devstack.postgres import EmbeddedPostgres

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="a plain user needs none of this")


@pytest.fixture
def no_namespaces(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Simulates a container that may not make user namespaces."""
    monkeypatch.setattr(unprivileged, "NAMESPACE", ["unshare", "--no-such-option", "--"])
    unprivileged.prefix.cache_clear()
    yield
    unprivileged.prefix.cache_clear()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Makes a folder below /tmp, since pytest's own folders are closed to other users."""
    made = Path(tempfile.mkdtemp(prefix="stafett-test-"))
    yield made
    shutil.rmtree(made)


def test_a_plain_user_needs_no_words_before_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: unprivileged.NOBODY)
    assert unprivileged.prefix.__wrapped__() == ()


@as_root
async def test_without_namespaces_the_server_runs_as_nobody(no_namespaces: None, folder: Path) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        assert (folder / "cluster").stat().st_uid == unprivileged.NOBODY
        connection = await asyncpg.connect(server.superuser_url)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()


@as_root
async def test_data_made_one_way_can_be_used_the_other_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        await server.create_database("wallet")
    monkeypatch.setattr(unprivileged, "NAMESPACE", ["unshare", "--no-such-option", "--"])
    unprivileged.prefix.cache_clear()
    try:
        with EmbeddedPostgres(folder, durable=False) as server:
            connection = await asyncpg.connect(server.database_urls("wallet").app)
            await connection.close()
    finally:
        unprivileged.prefix.cache_clear()


@as_root
def test_a_folder_that_the_other_user_cannot_enter_is_refused_in_one_line(no_namespaces: None, folder: Path) -> None:
    folder.chmod(0o700)
    with pytest.raises(LocalNetworkError, match=r"cannot enter .*: choose a folder below /tmp"):
        EmbeddedPostgres(folder / "closed", durable=False).start()


@as_root
def test_where_neither_way_is_allowed_root_is_told_so(no_namespaces: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unprivileged, "CHANGE_OF_USER", ["setpriv", "--no-such-option", "--"])
    with pytest.raises(LocalNetworkError, match="run as a plain user"):
        unprivileged.prefix()
