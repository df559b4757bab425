"""An aggregate: it decides with record(), and changes with evolve()."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from chassis.event import Event

E = TypeVar("E", bound=Event)

STREAMS: dict[str, type[Aggregate[Any]]] = {}
"""Every kind of aggregate by the name of its streams, such as `invoicing.invoice`."""


class Aggregate(ABC, Generic[E]):
    """One consistent thing. Its decisions check the rules and record what happened; `evolve` only assigns.

    No I/O, no clock, no randomness: the same events always give the same state.
    """

    STREAM: ClassVar[str]
    id: UUID
    version: int

    def __init_subclass__(cls, *, stream: str = "", **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if not stream:
            raise TypeError(f'{cls.__name__}: an aggregate needs stream="service.kind"')
        cls.STREAM = stream
        STREAMS[stream] = cls

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        self.id = id
        self.version = 0
        self._recorded: list[E] = []

    @property
    def exists(self) -> bool:
        return self.version > 0

    def record(self, event: E) -> None:
        """Says what happened: the state follows at once, the store when the session is saved."""
        self.evolve(event)
        self.version += 1
        self._recorded.append(event)

    def replay(self, event: E) -> None:
        """Takes an event that is stored already."""
        self.evolve(event)
        self.version += 1

    def take_recorded(self) -> list[E]:
        """What was recorded since the last call."""
        recorded, self._recorded = self._recorded, []
        return recorded

    @property
    def has_recorded(self) -> bool:
        return bool(self._recorded)

    @abstractmethod
    def evolve(self, event: E) -> None:
        """Assignments only. It accepts every event ever stored, so it never refuses."""
