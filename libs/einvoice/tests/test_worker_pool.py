"""Warm workers, whatever a request does to one of them: time, memory, size, recycling, and who waits."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from einvoice_told_worker import cannot_prepare, prepare

from einvoice.worker_pool import (
    MEBIBYTE,
    PoolBusy,
    PoolNotRunning,
    WorkerFailed,
    WorkerLimits,
    WorkerPool,
)

LIMITS = WorkerLimits(
    answer_timeout_s=10,
    memory_bytes_max=300 * MEBIBYTE,
    resident_bytes_max=200 * MEBIBYTE,
    answer_bytes_max=1000,
    waiting_max=2,
)


@pytest.fixture(scope="module")
async def pool() -> AsyncIterator[WorkerPool]:
    pool = WorkerPool("told", prepare, 1, LIMITS)
    await pool.start()
    yield pool
    await pool.stop()


async def test_a_warm_worker_answers_again_and_again(pool: WorkerPool) -> None:
    [process_id] = pool.process_ids
    assert [int(await pool.ask(b"who")) for _ in range(3)] == [process_id] * 3


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (b"die", "the worker died"),
        (b"raise no such invoice", "ValueError: no such invoice"),
        (b"hold 2000000000", "out of memory: more than 314572800 bytes"),
        (b"long 1001", "an answer of 1001 bytes; at most 1000 are taken"),
    ],
)
async def test_a_worker_that_fails_says_why_and_another_one_takes_its_place(
    pool: WorkerPool, request_: bytes, reason: str
) -> None:
    before = int(await pool.ask(b"who"))
    with pytest.raises(WorkerFailed, match=reason):
        await pool.ask(request_)
    assert int(await pool.ask(b"who")) != before
    assert not is_alive(before)


async def test_what_the_service_itself_holds_is_not_counted_as_its_workers() -> None:
    ballast = b"x" * (LIMITS.resident_bytes_max + 50 * MEBIBYTE)
    pool = WorkerPool("beside-a-large-one", prepare, 1, LIMITS)
    await pool.start()
    try:
        assert len({await pool.ask(b"who") for _ in range(3)}) == 1
    finally:
        await pool.stop()
    assert len(ballast) > LIMITS.resident_bytes_max


async def test_a_worker_that_has_grown_large_is_replaced_after_its_answer(pool: WorkerPool) -> None:
    before = int(await pool.ask(b"who"))
    assert await pool.ask(b"hold 230000000") == b"230000000"
    assert int(await pool.ask(b"who")) != before


async def test_more_waiting_than_allowed_are_turned_away(pool: WorkerPool) -> None:
    asked = await asyncio.gather(*(pool.ask(b"sleep 0.05") for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(one, PoolBusy) for one in asked) == 2
    assert sum(isinstance(one, bytes) for one in asked) == 3


async def test_a_cancelled_request_frees_its_worker(pool: WorkerPool) -> None:
    endless = asyncio.create_task(pool.ask(b"sleep 1000"))
    await asyncio.sleep(0)
    endless.cancel()
    with pytest.raises(asyncio.CancelledError):
        await endless
    assert await pool.ask(b"who")


async def test_a_worker_that_takes_too_long_is_killed() -> None:
    hurried = WorkerPool("hurried", prepare, 1, WorkerLimits(answer_timeout_s=0.05))
    await hurried.start()
    [slow] = hurried.process_ids
    with pytest.raises(WorkerFailed, match=r"no answer within 0\.05 s"):
        await hurried.ask(b"sleep 1000")
    await hurried.stop()
    assert not is_alive(slow)


async def test_a_worker_gives_its_share_of_answers_and_goes() -> None:
    shared = WorkerPool("shared", prepare, 1, WorkerLimits(answers_per_worker_max=2))
    await shared.start()
    first, second, third = [int(await shared.ask(b"who")) for _ in range(3)]
    await shared.stop()
    assert first == second != third


async def test_who_waits_when_the_pool_stops_is_told_so() -> None:
    stopped = WorkerPool("stopped", prepare, 1, LIMITS)
    with pytest.raises(PoolNotRunning):
        await stopped.ask(b"who")
    await stopped.start()
    under_way, waiting = (asyncio.create_task(stopped.ask(b"sleep 1000")) for _ in range(2))
    await asyncio.sleep(0)
    await stopped.stop()
    with pytest.raises(WorkerFailed):
        await under_way
    with pytest.raises(PoolNotRunning):
        await waiting
    assert not stopped.process_ids


async def test_a_worker_that_cannot_be_prepared_says_why() -> None:
    with pytest.raises(WorkerFailed, match="FileNotFoundError: no rules here"):
        await WorkerPool("unprepared", cannot_prepare, 1, LIMITS).start()


def is_alive(process_id: int) -> bool:
    return Path(f"/proc/{process_id}").exists()
