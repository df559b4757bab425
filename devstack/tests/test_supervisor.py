"""The supervisor with small programs: order, readiness, deaths, stopping, and what it shows."""

import asyncio
import io
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from devstack import log_stream, program
from devstack.errors import LocalNetworkError
from devstack.ports import free_port
from devstack.supervisor import Program, Supervisor

SLEEPER = "trap 'echo leaving; exit 0' TERM; echo awake $$; while :; do sleep 0.05; done"
DEAF = "trap '' TERM; echo awake; while :; do sleep 0.05; done"
WITH_A_WORKER = "sleep 300 & echo worker $!; echo awake; wait"


def shell(name: str, script: str, ready_line: str = "awake") -> Program:
    return Program(name, ["sh", "-c", script], {"PATH": os.environ["PATH"]}, ready_line=ready_line)


@pytest_asyncio.fixture
async def supervisor(tmp_path: Path) -> AsyncIterator[Supervisor]:
    one = Supervisor(tmp_path)
    yield one
    await one.stop()


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110  the other side is a process
            await asyncio.sleep(0.01)


def lines(folder: Path, name: str) -> list[str]:
    return (folder / f"{name}.log").read_text().splitlines()


async def test_a_program_is_ready_when_its_line_has_come(supervisor: Supervisor, tmp_path: Path) -> None:
    await supervisor.start(shell("slow", f"sleep 0.2; {SLEEPER}"))
    assert lines(tmp_path, "slow")[0] == f"awake {supervisor.pids()['slow']}"


async def test_a_program_is_ready_when_its_address_answers_200(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "health").write_text("ready")
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    await supervisor.start(Program("site", command, {}, f"http://127.0.0.1:{port}/health"))
    assert "site" in supervisor.pids()


async def test_a_killed_program_comes_back_by_itself(supervisor: Supervisor, tmp_path: Path) -> None:
    await supervisor.start(shell("one", SLEEPER))
    before = supervisor.pids()["one"]
    supervisor.kill("one")
    await supervisor.ready("one")
    assert supervisor.pids()["one"] != before
    assert lines(tmp_path, "stafett") == ["one ended with -9; it is started again"]


async def test_a_kill_takes_the_workers_along(supervisor: Supervisor, tmp_path: Path) -> None:
    await supervisor.start(shell("one", WITH_A_WORKER))
    worker = psutil.Process(int(lines(tmp_path, "one")[0].split()[1]))
    supervisor.kill("one")
    await supervisor.ready("one")
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE


async def test_a_program_that_dies_is_started_again_though_its_worker_lives_on(supervisor: Supervisor) -> None:
    await supervisor.start(shell("one", WITH_A_WORKER))
    before = supervisor.pids()["one"]
    os.kill(before, signal.SIGKILL)
    await until(lambda: supervisor.pids().get("one", before) != before)
    await supervisor.ready("one")


@pytest.mark.parametrize("end", ["exit 0", "trap - TERM; kill -TERM $$"])
async def test_a_clean_end_is_no_crash(supervisor: Supervisor, tmp_path: Path, end: str) -> None:
    await supervisor.start(shell("one", f"trap '{end}' TERM; echo awake; while :; do sleep 0.02; done"))
    os.kill(supervisor.pids()["one"], signal.SIGTERM)
    await until(lambda: (tmp_path / "stafett.log").exists())
    assert lines(tmp_path, "stafett")[0].startswith("one has ended in good order")
    assert supervisor.pids() == {}


async def test_one_that_dies_at_once_is_reported_with_its_last_words(supervisor: Supervisor) -> None:
    began = time.monotonic()
    with pytest.raises(LocalNetworkError, match="broken does not stay alive; its last words: no such table") as error:
        await supervisor.start(shell("broken", "echo no such table; exit 3"))
    assert time.monotonic() - began < 5
    assert "\n" not in str(error.value)


async def test_one_that_never_gets_ready_is_reported(supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    await supervisor.start(shell("mute", SLEEPER))
    with pytest.raises(LocalNetworkError, match=r"mute is not ready after 0\.2 s \(it says: nothing yet\)"):
        supervisor._supervised["mute"].program.ready_line = "something else"
        supervisor._supervised["mute"]._announced.clear()
        await supervisor.ready("mute", timeout_s=0.2)


async def test_a_restart_gives_the_program_other_settings_for_this_time(supervisor: Supervisor, tmp_path: Path) -> None:
    await supervisor.start(shell("one", f'echo "failpoint ${{FAILPOINT:-none}}"; {SLEEPER}'))
    await supervisor.restart("one", {"FAILPOINT": "append.after=kill"})
    await supervisor.restart("one")
    seen = [line for line in lines(tmp_path, "one") if line.startswith("failpoint")]
    assert seen == ["failpoint none", "failpoint append.after=kill", "failpoint none"]


async def test_what_was_started_last_is_stopped_first_and_has_ended_before_the_others_are_asked(tmp_path: Path) -> None:
    order = tmp_path / "order"
    supervisor = Supervisor(tmp_path / "logs")
    for name in ("first", "second"):
        script = f"trap 'sleep 0.1; echo {name} >> {order}; exit 0' TERM; echo awake; while :; do sleep 0.02; done"
        await supervisor.start(shell(name, script))
    pids = supervisor.pids().values()
    await supervisor.stop()
    assert order.read_text().split() == ["second", "first"]
    assert not any(psutil.pid_exists(pid) for pid in pids)


async def test_one_that_will_not_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "STOP_TIMEOUT_S", 0.2)
    supervisor = Supervisor(tmp_path)
    await supervisor.start(shell("deaf", DEAF))
    pid = supervisor.pids()["deaf"]
    await supervisor.stop()
    assert not psutil.pid_exists(pid)


async def test_a_program_can_be_left_down_and_started_again(supervisor: Supervisor) -> None:
    await supervisor.start(shell("one", SLEEPER), shell("two", SLEEPER))
    await supervisor.stop("one")
    assert set(supervisor.pids()) == {"two"}
    await supervisor.restart("one")
    assert set(supervisor.pids()) == {"one", "two"}


async def test_people_see_one_stream_with_a_column_of_names(tmp_path: Path) -> None:
    stream = io.StringIO()
    supervisor = Supervisor(tmp_path, stream)
    await supervisor.start(shell("wallet", SLEEPER), shell("portal", SLEEPER))
    await supervisor.stop()
    seen = sorted(line.split()[:2] for line in stream.getvalue().splitlines())
    assert seen == [["portal", "awake"], ["portal", "leaving"], ["wallet", "awake"], ["wallet", "leaving"]]


async def test_a_line_without_end_is_passed_over(supervisor: Supervisor, tmp_path: Path) -> None:
    await supervisor.start(shell("one", f"head -c 3000000 /dev/zero | tr '\\0' x; echo; {SLEEPER}"))
    assert lines(tmp_path, "one")[-1].startswith("awake")


def test_a_log_that_has_grown_too_large_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_stream, "FILE_BYTES_MAX", 100)
    log = log_stream.LogStream(tmp_path)
    for number in range(30):
        log.write("one", f"line {number}".encode())
    assert (tmp_path / "one.log").stat().st_size < 150
    assert (tmp_path / "one.log.1").exists()


def test_when_the_supervisor_itself_is_killed_nothing_stays_behind(tmp_path: Path) -> None:
    script = f"""
        import asyncio
        from pathlib import Path
        from devstack.postgres import EmbeddedPostgres
        from devstack.supervisor import Program, Supervisor
        async def main():
            postgres = EmbeddedPostgres(Path({str(tmp_path)!r}) / "postgres", durable=False).start()
            supervisor = Supervisor(Path({str(tmp_path)!r}))
            await supervisor.start(Program("one", ["sleep", "300"], {{}}))
            print(supervisor.pids()["one"], postgres.pid, flush=True)
            await asyncio.sleep(300)
        asyncio.run(main())
    """
    own = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert own.stdout is not None
    children = [psutil.Process(int(pid)) for pid in own.stdout.readline().split()]
    assert len(children) == 2
    own.kill()
    own.wait()
    deadline = time.monotonic() + 10
    while any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.02)
