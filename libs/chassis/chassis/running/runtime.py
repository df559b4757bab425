"""A service while it runs: what its site may ask of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

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
    """Given to `Service.site`, so that pages and APIs can tell, look and wait."""

    @property
    def settings(self) -> Settings: ...

    @property
    def documents(self) -> Documents: ...

    @property
    def db(self) -> Db: ...

    @property
    def clock_is_right(self) -> bool:
        """Whether this process knows what day it is; while it does not, nothing may be done that is dated."""
        ...

    async def perform(self, command: Command, *, actor: str, correlation: UUID | None = None) -> Performed:
        """Carries out a command of this service. Raises Refused when a rule says no; then nothing has happened.

        Raises ClockWrong while the clock is not right.
        """
        ...

    async def until(self, look: Callable[[], Awaitable[T | None]], timeout_s: float) -> T | None:
        """Looks now and each time a view has moved, until there is something; None when the time is over."""
        ...

    async def shown(self, position: int, timeout_s: float) -> bool:
        """Waits until every view has come so far, so that whoever looks next sees it; False when the time is over.

        Nobody waits for a view that stands still before an event which it cannot take.
        """
        ...

    def moves(self) -> AsyncIterator[int]:
        """Yields the position that the views have reached, each time they move; for live updates."""
        ...

    def beside(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Runs something of the site's own for as long as the service runs, and again when the database was away."""
        ...

    async def what_is_set_aside(self) -> list[Aside]:
        """What this service's own views, acts, schedules and relay could not take, and nobody has skipped."""
        ...

    def use(self, kind: type[R]) -> R:
        """A resource that the service declared in `uses`."""
        ...
