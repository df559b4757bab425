"""An area of a service: what it hears, does, tells, refuses, schedules, acts and shows, on one page of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chassis.command import Command
from chassis.event import Event
from contracts.fact import Fact

if TYPE_CHECKING:
    from chassis.service import Act, Handle, On, Schedule, Tell, TellRefusal
    from chassis.views import View

MAPPINGS = ("hears", "handles", "tells", "refuses", "schedules", "acts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of a large service, with the name that the business gives it. Its fields mean the same as in `Service`."""

    hears: Mapping[type[Fact], On] = field(default_factory=dict)
    handles: Mapping[type[Command], Handle] = field(default_factory=dict)
    tells: Mapping[type[Event], Tell] = field(default_factory=dict)
    refuses: Mapping[type[Fact], TellRefusal] = field(default_factory=dict)
    schedules: Mapping[type[Event], Schedule] = field(default_factory=dict)
    acts: Mapping[type[Event], Act] = field(default_factory=dict)
    shows: Sequence[type[View]] = ()


def together(name: str, parts: Sequence[Mapping[Any, Any]]) -> dict[Any, Any]:
    """Merges the lines of several areas. Raises TypeError when two areas handle the same class."""
    found: dict[Any, Any] = {}
    for part in parts:
        for key, value in part.items():
            if key in found:
                raise TypeError(f"two areas have a line for {key.__name__} under `{name}`")
            found[key] = value
    return found
