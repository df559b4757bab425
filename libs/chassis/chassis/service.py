"""Service: the declaration that each app.py makes; what a service hears, does, tells and shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chassis.aggregate import Aggregate
from chassis.area import MAPPINGS, Area, together
from chassis.command import Command
from chassis.copying import handled_by, heard_as, is_method, refused_as, told_as
from chassis.event import Event, Happened
from chassis.settings import Settings
from contracts.fact import Fact

if TYPE_CHECKING:
    from chassis.follow.acts import Acting
    from chassis.running.runtime import Runtime
    from chassis.views import View


@dataclass(frozen=True, slots=True)
class Heard:
    """The context of a fact: its id, when it was told, and the chain of cause that it belongs to."""

    id: UUID
    at: datetime
    correlation: UUID
    sequence: int | None = None
    """Its position among all facts that its service has told."""


@dataclass(frozen=True, slots=True)
class Due:
    """A command for a later time; the aggregate ignores it if it has become needless by then."""

    at: datetime
    command: Command


@dataclass(frozen=True, slots=True)
class Act:
    """Something done in the outside world when an event has happened.

    `do` is given the event and `Acting`, and returns the command that records the outcome, or None. It is called
    at least once, with the event's id as idempotency key. `destination` names what it burdens: no more than
    `at_once` run towards one destination at the same time, so a dead one holds up nobody else. Events that `concerns`
    leaves out are no work at all.
    """

    do: Callable[[Any, Acting], Awaitable[Command | None]]
    destination: Callable[[Any], str] = lambda event: type(event).__name__
    at_once: int = 4
    timeout_s: float = 60.0
    concerns: Callable[[Any], bool] = lambda event: True


On = Callable[..., Command | Sequence[Command] | None]
"""A function of a fact and its context (`Heard`), or the command whose fields the fact has."""
Handle = Callable[..., Any]
"""A coroutine function of a command and a session, or a method of the aggregate that the command names."""
Tell = Callable[..., Fact | Iterable[Fact] | None]
"""A function of an event and its aggregate, or the fact whose fields the event has."""
TellRefusal = Callable[..., Fact | None]
"""A function of the fact heard and `Refused`, or the refusal whose other fields the fact has."""
Schedule = Callable[[Any, Happened[Any]], Due | None]
Resource = Callable[[Any], Any]


def _heard(fact: type[Fact], line: Any) -> Any:
    return heard_as(fact, line) if isinstance(line, type) else line


def _handled(command: type[Command], line: Any) -> Any:
    return handled_by(command, line) if is_method(line) else line


def _told(event: type[Event], line: Any) -> Any:
    return told_as(event, line) if isinstance(line, type) else line


def _refused(fact: type[Fact], line: Any) -> Any:
    return refused_as(fact, line) if isinstance(line, type) else line


MADE: dict[str, Callable[[Any, Any], Any]] = {
    "hears": _heard,
    "handles": _handled,
    "tells": _told,
    "refuses": _refused,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A whole service on one page. Consumers, permissions, documentation and catalogue are generated from it.

    A larger service names its `areas`, in their order, and each has a page of its own. Where names and types agree, a
    class stands for the function that would only copy (chassis.copying).

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
    areas: Sequence[Area] = ()
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
    """The package whose folder `migrations` makes rows outside replay, in the schema `accounts`: `portal.accounts`."""

    def __post_init__(self) -> None:
        """Merges the areas, and makes the copying functions. Raises TypeError where names or types do not agree."""
        for name in MAPPINGS:
            lines = together(name, [*(getattr(area, name) for area in self.areas), getattr(self, name)])
            made = {key: MADE[name](key, value) for key, value in lines.items()} if name in MADE else lines
            object.__setattr__(self, name, made)
        shows = [view for area in self.areas for view in area.shows]
        object.__setattr__(self, "shows", (*shows, *self.shows))
        object.__setattr__(self, "areas", ())  # They are merged; `dataclasses.replace` must not merge them again.

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
