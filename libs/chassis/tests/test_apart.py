"""A file can end only its reader: memory, time, answers, secrets, and what is left behind."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import apart_told_reader
import pytest

from chassis import NotYet, Refused
from chassis.apart import MEBIBYTE, Apart, ReadersBusy, ReadingLimits

LIMITS = ReadingLimits(
    timeout_s=20, cpu_s=1, memory_bytes_max=300 * MEBIBYTE, answer_bytes_max=1000, at_once=1, waiting_max=1
)
HURRIED = ReadingLimits(timeout_s=0.2, cpu_s=30)


def told(limits: ReadingLimits = LIMITS) -> Apart:
    return Apart(apart_told_reader.read, too_heavy="file.too-heavy", unreadable="file.unreadable", limits=limits)


def children() -> set[int]:
    """Every child of this process, those that have ended and were not waited for included."""
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return {int(number) for number in found.split()}


@pytest.fixture(autouse=True)
async def nothing_is_left_behind() -> AsyncIterator[None]:
    before = children()
    yield
    assert children() <= before


async def test_each_file_has_a_process_of_its_own() -> None:
    reading = told()
    seen = {int(await reading.read(b"who")) for _ in range(3)}
    assert len(seen) == 3 and os.getpid() not in seen
    assert await reading.read(b"echo hello", {"more": "åäö"}) == "helloåäö".encode()


async def test_a_large_file_is_sent_whole() -> None:
    assert await told().read(b"size " + b"x" * 20_000_000) == b"20000000"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"hold 1000000000", "file.too-heavy"),
        (b"long 1001", "file.too-heavy"),
        (b"spin", "file.too-heavy"),
        (b"die %d" % signal.SIGKILL, "file.too-heavy"),
        (b"die %d" % signal.SIGSEGV, "file.too-heavy"),
        (b"fail Erik Testberg 880320-0016", "file.unreadable"),
        (b"refuse", "file.wrong"),
    ],
)
async def test_a_file_that_ends_its_reader_is_refused_with_a_code_and_the_next_is_read(
    content: bytes, code: str, capfd: pytest.CaptureFixture[str]
) -> None:
    reading = told()
    with pytest.raises(Refused) as refused:
        await reading.read(content, name="a.pdf")
    assert (refused.value.code, refused.value.details["name"]) == (code, "a.pdf")
    assert "Testberg" not in str(refused.value) + "".join(capfd.readouterr()), "what a file holds is never logged"
    assert await reading.read(b"echo next") == b"next"


async def test_a_refusal_of_the_reader_comes_with_its_own_details() -> None:
    with pytest.raises(Refused) as refused:
        await told().read(b"refuse", where="somewhere", name="a.csv")
    assert refused.value.details == {"where": "line 3", "name": "a.csv"}


@pytest.mark.parametrize("content", [b"sleep", b"sleep " + b"x" * 5_000_000, b"spin"])
async def test_a_file_that_hangs_its_reader_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="too-heavy"):
        await told(HURRIED).read(content)


async def test_others_are_answered_while_a_reader_runs_wild() -> None:
    """Proven without measuring time: the others' answers are there before the file is given up."""
    bomb = asyncio.create_task(told(ReadingLimits(timeout_s=60, cpu_s=60)).read(b"spin"))
    for _ in range(3):
        assert await told().read(b"echo answered") == b"answered"
    assert not bomb.done()
    bomb.cancel()
    with pytest.raises(asyncio.CancelledError):
        await bomb


async def test_who_gives_up_waiting_ends_the_reader() -> None:
    before = children()
    reading = asyncio.create_task(told().read(b"sleep"))
    await told().read(b"echo a reader that was started later has ended")
    assert len(children() - before) == 1
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert children() == before


async def test_so_many_are_read_and_wait_and_the_next_comes_back_later() -> None:
    reading = told()
    first, second = (asyncio.create_task(reading.read(b"echo done")) for _ in range(2))
    await asyncio.sleep(0)
    with pytest.raises(ReadersBusy) as busy:
        await reading.read(b"echo third")
    assert isinstance(busy.value, NotYet), "in a service the fact comes again by itself"
    assert [await first, await second] == [b"done", b"done"]
    assert await reading.read(b"echo third") == b"third"


async def test_a_reader_has_neither_the_services_secrets_nor_its_connections(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STAFETT_PORTAL_MASTER_KEY", "secret")
    server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    async with server:
        assert await told().read(b"descriptors") == b"0,1,2"
    names = (await told().read(b"environment")).decode().split(",")
    assert set(names) <= {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH"}


@pytest.mark.parametrize("deed", ["open", "fork", "reach"])
async def test_a_reader_opens_no_file_starts_no_process_and_reaches_no_network(deed: str) -> None:
    connected = asyncio.Event()
    server = await asyncio.start_server(lambda _reader, _writer: connected.set(), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        words = f"{deed} {port}"
        if deed == "fork" and os.getuid() == 0:
            pytest.skip("the number of root's processes is not limited")
        with pytest.raises(Refused, match=r"file\.unreadable"):
            await told().read(words.encode())
    assert not connected.is_set()


async def test_a_reader_that_cannot_start_is_not_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(content: bytes, asked: dict[str, object]) -> bytes:
        return content

    gone.__module__ = "a_module_that_is_not_installed"
    reading = Apart(gone, too_heavy="file.too-heavy", unreadable="file.unreadable", limits=LIMITS)
    with pytest.raises(RuntimeError, match="does not start"):
        await reading.read(b"a file")


SERVICE = f"""
import asyncio, os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import apart_told_reader
from chassis.apart import Apart, ReadingLimits

async def main():
    limits = ReadingLimits(timeout_s=4)
    told = Apart(apart_told_reader.read, too_heavy="a", unreadable="b", limits=limits)
    hanging = asyncio.create_task(told.read(b"sleep"))
    await told.read(b"echo")
    print(open(f"/proc/self/task/{{os.getpid()}}/children").read(), flush=True)
    await hanging

asyncio.run(main())
"""


async def test_a_reader_ends_by_itself_when_its_service_is_killed() -> None:
    """Nothing is half done: what was read is dropped, and the process ends."""
    service = await asyncio.create_subprocess_exec(sys.executable, "-c", SERVICE, stdout=asyncio.subprocess.PIPE)
    assert service.stdout is not None
    reader = int(await service.stdout.readline())
    watched, gone = os.pidfd_open(reader), asyncio.Event()
    service.kill()
    await service.wait()
    asyncio.get_running_loop().add_reader(watched, gone.set)
    try:
        async with asyncio.timeout(30):
            await gone.wait()
    finally:
        asyncio.get_running_loop().remove_reader(watched)
        os.close(watched)
