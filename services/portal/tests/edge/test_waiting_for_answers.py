"""Many wait for answers at once: one look for all of them, and each is woken by its own."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from portal.edge.answering import Answering

NAMES = ("shop.ordered", "shop.refused")


class Desk:
    """A runtime whose database knows what was told of requests, and counts who asks what; `move` is a view's move."""

    def __init__(self) -> None:
        self.told: dict[UUID, list[dict[str, Any]]] = {}
        self.looks = self.single = 0
        self.lost = False
        self._moved = asyncio.Event()

    @property
    def db(self) -> "Desk":
        return self

    def tell(self, request: UUID, fact: str) -> None:
        row = {"fact": fact, "body": "{}", "position": len(self.told) + 1, "repeated": False}
        self.told.setdefault(request, []).append(row)

    def move(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()

    async def fetch(self, _sql: str, requests: Sequence[UUID]) -> list[dict[str, Any]]:
        self.looks += 1
        if self.lost:
            raise asyncpg.ConnectionDoesNotExistError
        return [{"correlation": request} for request in requests if request in self.told]

    async def fetchrow(self, _sql: str, request: UUID, names: Sequence[str], _code: str) -> Any:
        self.single += 1
        return next((row for row in self.told.get(request, ()) if row["fact"] in names), None)

    async def until(self, look: Callable[[], Awaitable[Any]], timeout_s: float) -> Any:
        deadline = time.monotonic() + timeout_s
        while True:
            moved = self._moved
            found = await look()
            left_s = deadline - time.monotonic()
            if found is not None or left_s <= 0:
                return found
            try:
                async with asyncio.timeout(left_s):
                    await moved.wait()
            except TimeoutError:
                continue


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_thirty_who_wait_cost_one_look_a_move() -> None:
    desk = Desk()
    answering = Answering(desk)  # type: ignore[arg-type]
    requests = [uuid4() for _ in range(30)]
    waiting = [asyncio.create_task(answering.answer(request, NAMES, 20)) for request in requests]
    await settled()
    before = desk.looks
    for number, request in enumerate(requests):
        desk.tell(request, "shop.ordered")
        desk.move()
        await settled()
        assert [task.done() for task in waiting].count(True) == number + 1
    assert desk.looks - before == len(requests), "one look for each move, however many wait"
    assert desk.single == 2 * len(requests), "each looks for itself when it begins, and when something has come"
    assert all(task.result()["fact"] == "shop.ordered" for task in waiting)
    desk.move()
    await settled()
    assert desk.looks - before == len(requests), "nobody looks when nobody waits"


async def test_what_is_no_answer_yet_is_waited_past() -> None:
    desk = Desk()
    request = uuid4()
    waiting = asyncio.create_task(Answering(desk).answer(request, NAMES, 20))  # type: ignore[arg-type]
    await settled()
    desk.tell(request, "shop.looked_at")
    desk.move()
    await settled()
    assert not waiting.done()
    desk.tell(request, "shop.refused")
    desk.move()
    assert (await waiting)["fact"] == "shop.refused"


async def test_two_who_wait_for_the_same_both_have_it_though_a_third_gave_up() -> None:
    desk = Desk()
    answering = Answering(desk)  # type: ignore[arg-type]
    request = uuid4()
    two = [asyncio.create_task(answering.answer(request, NAMES, 20)) for _ in range(2)]
    assert await answering.answer(request, NAMES, 0.01) is None
    desk.tell(request, "shop.ordered")
    desk.move()
    assert [row["fact"] for row in await asyncio.gather(*two)] == ["shop.ordered"] * 2


async def test_what_is_told_already_is_answered_at_once_and_nobody_waits_for_nothing() -> None:
    desk = Desk()
    request = uuid4()
    answering = Answering(desk)  # type: ignore[arg-type]
    assert await answering.answer(request, NAMES, 0) is None
    desk.tell(request, "shop.ordered")
    assert (await answering.answer(request, NAMES, 0))["fact"] == "shop.ordered"
    assert desk.looks == 0


async def test_all_who_wait_hear_that_the_database_is_away_and_the_next_may_wait_again() -> None:
    desk = Desk()
    answering = Answering(desk)  # type: ignore[arg-type]
    waiting = [asyncio.create_task(answering.answer(uuid4(), NAMES, 20)) for _ in range(3)]
    await settled()
    desk.lost = True
    desk.move()
    for task in waiting:
        with pytest.raises(asyncpg.ConnectionDoesNotExistError):
            await task
    desk.lost = False
    request = uuid4()
    again = asyncio.create_task(answering.answer(request, NAMES, 20))
    await settled()
    desk.tell(request, "shop.ordered")
    desk.move()
    assert (await again)["fact"] == "shop.ordered"
