"""Effects on the outside world: they follow the store, happen at least once, and answer with a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from chassis.aggregate import Aggregate
from chassis.documents import Documents
from chassis.event import Happened
from chassis.session import Session
from chassis.surroundings import Surroundings

A = TypeVar("A", bound=Aggregate[Any])
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Acting:
    """What an effect works with. `key` is its idempotency key: the same for every attempt."""

    happened: Happened[Any]
    now: datetime
    _around: Surroundings

    @property
    def key(self) -> UUID:
        return self.happened.id

    @property
    def stream(self) -> UUID:
        """The aggregate that the event belongs to."""
        return self.happened.stream

    @property
    def documents(self) -> Documents:
        return self._around.documents

    def use(self, kind: type[R]) -> R:
        """A resource that the service declared in `uses`, such as an outside party's adapter."""
        return self._around.resource(kind)

    async def load(self, kind: type[A], id: UUID) -> A:  # noqa: A002 - the word of the field
        """An aggregate to look at; an effect never changes one, it returns a command."""
        return await Session(self._around).load(kind, id)
