"""A store that dies when it is told, and a way to run a rehearsal without an event loop."""

from collections.abc import Coroutine
from typing import Any, TypeVar

from chassis.store.unit import Unit
from chassis.testing import MemoryStore

T = TypeVar("T")


class Death(Exception):
    """The process died here."""


class MortalStore(MemoryStore):
    """Dies when told: before the unit of work is stored, or after it and before anybody hears of that."""

    death: str = ""

    async def append(self, unit: Unit) -> None:
        death, self.death = self.death, ""
        if death == "before":
            raise Death
        await super().append(unit)
        if death == "after":
            raise Death


def run(work: Coroutine[Any, Any, T]) -> T:
    """A rehearsal waits for nothing outside, so its coroutines end at once."""
    try:
        work.send(None)
    except StopIteration as ended:
        value: T = ended.value
        return value
    raise AssertionError("a rehearsal waited for something")
