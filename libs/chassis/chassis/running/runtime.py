"""A running service, as its site may use it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from chassis.bus.deadletters import DeadLetter
from chassis.command import Command
from chassis.settings import Settings
from chassis.store.documents import Documents
from chassis.store.set_aside import Aside
from chassis.views import Db

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Performed:
    """A command that was carried out: every fact that follows from it carries this correlation."""

    correlation: UUID


class Runtime(Protocol):
    """The interface that `Service.site` is given, so that pages and APIs can carry out commands, read and wait."""

    @property
    def settings(self) -> Settings: ...

    @property
    def documents(self) -> Documents: ...

    @property
    def db(self) -> Db: ...

    @property
    def clock_is_right(self) -> bool:
        """Whether the clock can be relied on; while it cannot, nothing that is dated may be done."""
        ...

    async def perform(self, command: Command, *, actor: str, correlation: UUID | None = None) -> Performed:
        """Carries out a command of this service. Raises Refused when a rule says no; then nothing has happened.

        Raises ClockWrong while the clock is not right.
        """
        ...

    async def until(self, look: Callable[[], Awaitable[T | None]], timeout_s: float) -> T | None:
        """Calls `look` now and each time a view has moved, until it finds something; None when the time is over."""
        ...

    async def shown(self, position: int, timeout_s: float) -> bool:
        """Waits until every view has reached a position, so that the next look shows it; False when the time is over.

        A view that has stopped before an event that it cannot take is not waited for.
        """
        ...

    def moves(self) -> AsyncIterator[int]:
        """Yields the position that the views have reached, each time they move; for live updates."""
        ...

    async def position(self) -> int:
        """How far every view has come, whichever process leads it, except views that have stopped."""
        ...

    def at_end(self, call: Callable[[], None]) -> None:
        """Calls this when the service begins to stop: whoever holds answers open ends them, and is not waited for."""
        ...

    def beside(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Runs a task of the site for as long as the service runs, and again when the database was away."""
        ...

    async def what_is_set_aside(self) -> list[Aside]:
        """Lists what this service's views, acts, schedules and relay could not take, and nobody has skipped."""
        ...

    async def try_again(self, number: int) -> None:
        """Lets a follower try now what is set aside under a number. Raises KeyError when nothing waits under it."""
        ...

    async def skip(self, number: int, by: str, reason: str) -> None:
        """Lets a follower pass over what is set aside, for good. Raises KeyError when nothing waits under it."""
        ...

    async def what_died(self) -> list[DeadLetter]:
        """Lists the facts that this service could not handle, oldest first: they hold personal data in clear."""
        ...

    async def hear_again(self, number: int) -> str:
        """Handles a dead letter once more, and marks it solved when that goes well.

        Returns why it does not; an empty text when it did. Raises KeyError when no letter is open under the number.
        """
        ...

    def use(self, kind: type[R]) -> R:
        """A resource that the service declared in `uses`."""
        ...
