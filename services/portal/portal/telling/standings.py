"""The order of the facts of matters, for a batch: what is newer than all that is known is entered in one statement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from chassis import Db

PORTAL = "portal"
STANDINGS = """
    SELECT matter, teller, CASE WHEN teller = 'portal' THEN correlation END AS act, max(place) AS place,
           max(told_at) AS told_at
    FROM {name}_order WHERE matter = ANY($1) GROUP BY 1, 2, 3
"""
ENTER_ALL = """
    INSERT INTO {name}_order
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::uuid[])
"""


class Entry(NamedTuple):
    """A row of the order of a view's facts."""

    matter: UUID
    teller: str
    place: int
    told_at: datetime
    position: int
    correlation: UUID


@dataclass(slots=True)
class Standing:
    """What is known of one matter: each teller's highest place and newest time, and the time of each act."""

    places: dict[str, int] = field(default_factory=dict)
    times: dict[str, datetime] = field(default_factory=dict)
    acts: dict[UUID, datetime] = field(default_factory=dict)

    def knows(self, teller: str, place: int, told_at: datetime, act: UUID | None) -> None:
        self.places[teller] = max(place, self.places.get(teller, place))
        self.times[teller] = max(told_at, self.times.get(teller, told_at))
        if act is not None:
            self.acts[act] = max(told_at, self.acts.get(act, told_at))

    def entered(self, fact: Entry) -> Entry | None:
        """The fact as it is entered, if it is the newest of its matter; None if it comes late, or again.

        What answers an act was told after it, whatever the clocks say.
        """
        at = max(fact.told_at, self.acts.get(fact.correlation, fact.told_at))
        if fact.teller in self.places and self.places[fact.teller] >= fact.place:
            return None
        own = (at, fact.teller != PORTAL, fact.teller)
        if any((time, teller != PORTAL, teller) > own for teller, time in self.times.items() if teller != fact.teller):
            return None
        self.knows(fact.teller, fact.place, at, fact.correlation if fact.teller == PORTAL else None)
        return fact._replace(told_at=at)


class Standings:
    """The matters of a batch. A matter that was written otherwise meanwhile is not known any more."""

    def __init__(self, name: str, db: Db, known: dict[UUID, Standing]) -> None:
        self._name = name
        self._db = db
        self._known = known
        self._entries: list[Entry] = []

    @classmethod
    async def of(cls, name: str, matters: Collection[UUID], db: Db) -> Self:
        known = {matter: Standing() for matter in matters}
        for row in await db.fetch(STANDINGS.format(name=name), list(known)):
            known[row["matter"]].knows(row["teller"], row["place"], row["told_at"], row["act"])
        return cls(name, db, known)

    def enter(self, fact: Entry) -> bool:
        """Enters a fact that is the newest of a matter that is known; returns False for any other."""
        standing = self._known.get(fact.matter)
        entry = standing.entered(fact) if standing else None
        if entry:
            self._entries.append(entry)
        return entry is not None

    def forget(self, matters: Iterable[UUID]) -> None:
        for matter in matters:
            self._known.pop(matter, None)

    async def write(self) -> None:
        """Writes what was entered."""
        entries, self._entries = self._entries, []
        if entries:
            columns: list[list[Any]] = [list(column) for column in zip(*entries, strict=True)]
            await self._db.execute(ENTER_ALL.format(name=self._name), *columns)
