"""An aggregate: it decides with record(), and changes with evolve()."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, Self, TypeVar, get_args, get_origin
from uuid import UUID

from chassis.errors import Refused
from chassis.event import Event

E = TypeVar("E", bound=Event)

STREAMS: dict[str, type[Aggregate[Any]]] = {}
"""Every kind of aggregate by the name of its streams, such as `invoicing.invoice`."""


class Aggregate(ABC, Generic[E]):
    """A consistency boundary. Its decisions check the rules and record what happened; `evolve` only assigns.

    No I/O, no clock, no randomness: the same events always give the same state.
    """

    STREAM: ClassVar[str]
    EVENTS: ClassVar[frozenset[type[Event]]]
    """Its events, from `Aggregate[A | B]`; a stream with any other event belongs to another kind of aggregate."""
    ID_FIELD: ClassVar[str]
    """The name of the field by which commands and facts refer to it: `invoice` for the stream `invoicing.invoice`."""
    STATE: ClassVar[int]
    """The version of what its state says: the next one, when the same events are meant to give another state."""
    id: UUID
    version: int

    def __init_subclass__(cls, *, stream: str = "", id_field: str = "", state: int = 1, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if not stream:
            raise TypeError(f'{cls.__name__}: an aggregate needs stream="service.kind"')
        cls.STREAM = stream
        cls.ID_FIELD = id_field or stream.rpartition(".")[2]
        cls.STATE = state
        cls.EVENTS = _events_of(cls)
        STREAMS[stream] = cls

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        self.id = id
        self.version = 0
        self._recorded: list[E] = []
        self._id_is_taken = False

    @classmethod
    def shut_out(cls, id: UUID) -> Self:  # noqa: A002 - the word of the field
        """Makes the stand-in for a stream of another kind: it does not exist, and nothing can be recorded on it."""
        aggregate = cls(id)
        aggregate._id_is_taken = True
        return aggregate

    @property
    def exists(self) -> bool:
        return self.version > 0

    def record(self, event: E) -> None:
        """Records what happened: the state changes at once, the store when the session is saved.

        Raises Refused `request.id-taken` where the id is that of another kind of thing.
        """
        if self._id_is_taken:
            raise Refused("request.id-taken", id=self.id)
        self.evolve(event)
        self.version += 1
        self._recorded.append(event)

    def replay(self, event: E) -> None:
        """Applies an event that is stored already."""
        self.evolve(event)
        self.version += 1

    def take_recorded(self) -> list[E]:
        """Returns and forgets the events that were recorded since the last call."""
        recorded, self._recorded = self._recorded, []
        return recorded

    @property
    def has_recorded(self) -> bool:
        return bool(self._recorded)

    @abstractmethod
    def evolve(self, event: E) -> None:
        """Changes the state, by assignments only. It accepts every event ever stored, so it never refuses."""


def _events_of(kind: type[Aggregate[Any]]) -> frozenset[type[Event]]:
    """The classes that `Aggregate[...]` was given. Raises TypeError when it was given none."""
    for base in getattr(kind, "__orig_bases__", ()):
        if isinstance(origin := get_origin(base), type) and issubclass(origin, Aggregate):
            (declared,) = get_args(base)
            events = get_args(declared) or (declared,)
            if all(isinstance(event, type) and issubclass(event, Event) for event in events):
                return frozenset(events)
    raise TypeError(f"{kind.__name__}: an aggregate names its events, as in Aggregate[A | B]")
