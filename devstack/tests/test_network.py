"""The local network: the secrets of each process, one network a folder, and the whole started, killed and stopped."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from typer.testing import CliRunner

from devstack import running
from devstack.cli import app
from devstack.errors import LocalNetworkError
from devstack.network import SERVICES, Network, own_environment
from devstack.running import Lock

ALL = {
    "PATH": "/bin",
    "STAFETT_ENV": "local",
    "STAFETT_WALLET_DATABASE_URL": "wallet's",
    "STAFETT_WALLET_OWNER_DATABASE_URL": "wallet's owner's",
    "STAFETT_PORTAL_MASTER_KEY": "portal's",
}


def test_a_service_is_given_its_own_settings_and_nobody_else_s() -> None:
    assert own_environment(ALL, "wallet") == {
        "PATH": "/bin",
        "STAFETT_ENV": "local",
        "STAFETT_WALLET_DATABASE_URL": "wallet's",
    }
    assert "STAFETT_WALLET_OWNER_DATABASE_URL" in own_environment(ALL, "wallet", owner=True)
    assert own_environment(ALL, "") == {"PATH": "/bin", "STAFETT_ENV": "local"}


def test_only_one_network_runs_in_a_folder(tmp_path: Path) -> None:
    first, second = Lock(tmp_path), Lock(tmp_path)
    first.take()
    running.note(tmp_path, "http://portal", "http://mail", {})
    with pytest.raises(LocalNetworkError, match=f"running already \\(process {os.getpid()}\\)"):
        second.take()
    first.give_back()
    second.take()


def test_the_note_of_a_running_network_is_for_its_owner_alone(tmp_path: Path) -> None:
    running.note(tmp_path, "http://portal", "http://mail", {"STAFETT_WALLET_MASTER_KEY": "secret"})
    assert (tmp_path / "running.json").stat().st_mode & 0o077 == 0
    found = running.found(tmp_path)
    assert found is not None
    assert (found.pid, found.portal) == (os.getpid(), "http://portal")


def test_a_stranger_with_the_number_of_a_dead_network_is_not_taken_for_it(tmp_path: Path) -> None:
    running.note(tmp_path, "http://portal", "http://mail", {})
    note = json.loads((tmp_path / "running.json").read_text())
    (tmp_path / "running.json").write_text(json.dumps(note | {"began": note["began"] - 3600}))
    assert running.found(tmp_path) is None
    (tmp_path / "running.json").write_text("{")
    assert running.found(tmp_path) is None


@pytest.mark.parametrize("words", [["status"], ["dead-letters", "wallet"], ["run", "wallet"], ["replay", "--all"]])
def test_what_needs_a_network_says_how_to_start_one(tmp_path: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "devstack.cli", "--folder", str(tmp_path), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "`stafett up` or `make demo`" in done.stdout
    assert len(done.stdout.splitlines()) == 1 and not done.stderr


def test_a_service_that_is_none_is_named_with_those_that_are(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["--folder", str(tmp_path), "replay", "walet"])
    assert done.exit_code == 2
    assert "walet is no service; these are: onboarding" in done.output


def test_the_command_teaches_its_use() -> None:
    text = CliRunner().invoke(app, ["--help"]).output
    for words in ("up --detach", "run wallet", "replay --all", "down --wipe", "dead-letters"):
        assert words in text


@pytest.fixture(scope="module")
async def network() -> AsyncIterator[Network]:
    one = Network.temporary()
    await one.up()
    yield one
    await one.down()


@pytest.mark.slow
async def test_the_whole_network_is_ready_when_up_returns(network: Network) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for name in SERVICES:
            assert (await client.get(f"{network.url(name)}/health/ready")).status_code == 200
        assert (await client.get(f"{network.mail_url}/api/mails")).json()["total"] == 0
        assert (await client.get(f"{network.bankid_url}/health")).status_code == 200
    assert set(network.pids()) == {*SERVICES, "mail", "bolagsverket", "bankid", "card", "postgres", "nats"}


@pytest.mark.slow
async def test_no_service_can_read_another_s_database(network: Network) -> None:
    own, other = network.database("wallet").app, network.database("portal").app
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(own.rpartition("/")[0] + "/" + other.rpartition("/")[2])
    assert not [key for key in network.environment_of("wallet") if key.startswith("STAFETT_PORTAL")]


@pytest.mark.slow
async def test_a_service_killed_comes_back_and_one_stopped_stays_down_until_it_is_started(network: Network) -> None:
    network.kill("wallet")
    await network.supervisor.ready("wallet")
    await network.stop("wallet")
    assert "wallet" not in network.pids()
    await network.start("wallet")
    assert "wallet" in network.pids()


@pytest.mark.slow
async def test_services_outlive_the_death_of_database_and_bus(network: Network) -> None:
    before = network.pids()
    for server in ("postgres", "nats"):
        network.kill(server)
        await network.start(server)
    for name in SERVICES:
        await network.supervisor.ready(name, 60)
    after = network.pids()
    assert {name: after[name] for name in SERVICES} == {name: before[name] for name in SERVICES}


@pytest.mark.slow
async def test_a_network_leaves_nothing_behind() -> None:
    one = Network.temporary()
    await one.up()
    await one.down()
    assert not one.folder.exists()
    assert one.pids() == {}
