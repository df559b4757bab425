"""Service: the declaration that each app.py makes; what a service hears, does, tells and shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chassis.aggregate import Aggregate
from chassis.command import Command
from chassis.errors import Refused
from chassis.event import Event, Happened
from chassis.session import Session
from chassis.settings import Settings
from contracts.fact import Fact

if TYPE_CHECKING:
    from chassis.acts import Acting
    from chassis.runtime import Runtime
    from chassis.views import View


@dataclass(frozen=True, slots=True)
class Heard:
    """What stands around a fact: its id, when it happened, which chain it belongs to."""

    id: UUID
    at: datetime
    correlation: UUID


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done at a time, unless it has become needless: the aggregate then meets it in silence."""

    at: datetime
    command: Command


@dataclass(frozen=True, slots=True)
class Act:
    """Something done in the outside world when an event has happened.

    `do` is given the event and `Acting`, and returns the command that records the outcome, or None. It is called
    at least once, with the event's id as idempotency key. `destination` names what it strains: no more than
    `at_once` run towards one destination at the same time, so a dead one holds up nobody else.
    """

    do: Callable[[Any, Acting], Awaitable[Command | None]]
    destination: Callable[[Any], str] = lambda event: type(event).__name__
    at_once: int = 4
    timeout_s: float = 60.0


On = Callable[[Any, Heard], Command | Sequence[Command] | None]
Handle = Callable[[Any, Session], Awaitable[None]]
Tell = Callable[[Any, Any], Fact | Iterable[Fact] | None]
TellRefusal = Callable[[Any, Refused], Fact | None]
Schedule = Callable[[Any, Happened[Any]], Due | None]
Resource = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A whole service on one page. Consumers, permissions, documentation and catalogue are generated from it.

    hears      fact -> function of boundary.py that turns it into a command (or several of one lane, or none)
    handles    command -> function of handlers.py: load, decide
    tells      event -> function of boundary.py that turns it into a fact; given the event and its aggregate
    refuses    fact heard -> the fact that tells a refusal of it; without one, a refusal is only logged. An act that
               somebody waits for and that changed nothing is refused with `request.repeated` (decision 0028)
    schedules  event -> when to do what
    acts       event -> something done in the outside world
    shows      read models
    uses       factories of resources, called with the settings; opened (`start`) and closed (`stop`) with the service
    site       for the portal: makes the ASGI application that people and systems come to
    """

    name: str
    settings: type[Settings] = Settings
    hears: Mapping[type[Fact], On] = field(default_factory=dict)
    handles: Mapping[type[Command], Handle] = field(default_factory=dict)
    tells: Mapping[type[Event], Tell] = field(default_factory=dict)
    refuses: Mapping[type[Fact], TellRefusal] = field(default_factory=dict)
    schedules: Mapping[type[Event], Schedule] = field(default_factory=dict)
    acts: Mapping[type[Event], Act] = field(default_factory=dict)
    shows: Sequence[type[View]] = ()
    uses: Sequence[Resource] = ()
    site: Callable[[Runtime], Any] | None = None
    documents_from: Sequence[str] = ()
    """Services whose documents this one copies."""
    rows: str = ""
    """DDL of rows outside replay, made in the schema `accounts` (the portal's credentials and sessions)."""

    def told_by(self, event: Event, aggregate: Aggregate[Any]) -> Iterable[Fact]:
        """The facts that tell this event; none, one or several."""
        tell = self.tells.get(type(event))
        told = tell(event, aggregate) if tell else None
        if told is None:
            return ()
        return (told,) if isinstance(told, Fact) else told

    @property
    def tellers(self) -> list[str]:
        """The services that this one hears, in order."""
        return sorted({fact.SERVICE for fact in self.hears})
