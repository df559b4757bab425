"""A view over facts: the portal's read models follow its own store, and read the fact within each event."""

import heapq
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Generic, TypeVar, cast, get_args
from uuid import UUID

import msgspec

from chassis import Db, Happened, View
from contracts.fact import Fact
from contracts.values import Redacted
from portal.telling.boundary import read
from portal.telling.events import Acted, ActedPersonally, Shown, ShownPersonally
from portal.telling.standings import Entry, Standings

SEQUENCED: Final = 2**40
"""Facts that were kept before their teller's sequence was, stand before all others, as they were heard."""
ORDER_DDL = """
    CREATE TABLE {name}_order (
      matter uuid NOT NULL, teller text NOT NULL, place bigint NOT NULL, told_at timestamptz NOT NULL,
      position bigint NOT NULL, correlation uuid NOT NULL, PRIMARY KEY (matter, teller, place)
    );
    CREATE INDEX {name}_order_position ON {name}_order (position);
"""
ENTER = """
    WITH told AS (
      SELECT greatest($4::timestamptz, (SELECT max(told_at) FROM {name}_order
        WHERE matter = ANY($1) AND teller = 'portal' AND correlation = $6)) AS at
    ), later AS (
      SELECT FROM {name}_order AS o, told WHERE o.matter = ANY($1) AND CASE WHEN o.teller = $2 THEN o.place > $3
        ELSE (o.told_at, o.teller <> 'portal', o.teller) > (told.at, $2 <> 'portal', $2) END
    ), entered AS (
      INSERT INTO {name}_order SELECT matter, $2, $3, told.at, $5, $6 FROM unnest($1::uuid[]) AS matter, told
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT EXISTS (SELECT FROM entered) AS is_new, EXISTS (SELECT FROM later) AS is_late
"""
OF_MATTERS = """SELECT matter, teller, place, told_at, position FROM {name}_order WHERE position IN
    (SELECT position FROM {name}_order WHERE matter = ANY($1))"""


F = TypeVar("F", bound=Fact)


class FactView(View, Generic[F]):
    """Follows what people did and what services told, as facts; its rows do not depend on the order of hearing.

    A view names the facts that it follows once: `FactView[support.CaseOpened | support.CaseClosed]`. The portal hears
    what its views follow.

    The store has facts as they were heard: one that is delivered again may come after newer ones. A view names the
    `matters` that a fact changes, such as an invoice, and in `rows` the column of each table, as `table.column`, that
    holds the matter. Within a matter facts are shown in the order of their telling, each once: when one comes late,
    the rows of its matters are deleted and all their facts are shown again. So `show` may rely on that order.
    The same happens where a fact joins matters: each alone was in order, but not yet one to the other.
    A fact without a matter is shown as it comes: then `show` must be right in any order, by `place_of`.
    """

    follows = (Acted, ActedPersonally, Shown, ShownPersonally)
    facts: ClassVar[frozenset[type[Fact]]]
    types: ClassVar[frozenset[str]]
    rows: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        for base in vars(cls).get("__orig_bases__", ()):
            (followed,) = get_args(base)
            if followed is not Fact:
                cls.facts = frozenset(get_args(followed) or (followed,))
        cls.types = frozenset(fact.type() for fact in cls.facts)
        if cls.rows:
            cls.tables = (*cls.tables, f"{cls.name}_order")
            cls.ddl += ORDER_DDL.format(name=cls.name)

    def matters(self, fact: F) -> tuple[UUID, ...]:
        """What a fact changes: everything that it reads or writes belongs to these."""
        return ()

    @abstractmethod
    async def show(self, fact: F, happened: Happened[Any], db: Db) -> None:
        """Writes what one fact changes."""

    async def follow_all(self, batch: Sequence[Happened[Any]], db: Db) -> None:
        """Enters the facts that are the newest of their matter together; one that is not, goes the way of `follow`."""
        facts = [(happened, fact) for happened in batch if (fact := self._fact(happened)) is not None]
        alone = {matters[0] for _, fact in facts if len(matters := self.matters(fact)) == 1}
        if len(facts) == 1 or not alone:
            for happened, fact in facts:
                await self._follow(fact, happened, db)
            return
        standings = await Standings.of(self.name, alone, db)
        for happened, fact in facts:
            matters = self.matters(fact)
            if len(matters) == 1 and standings.enter(_entry(matters[0], fact, happened)):
                await self.show(fact, _as_told(happened, happened.position), db)
            elif not matters:
                await self._follow(fact, happened, db)
            else:
                await standings.write()
                standings.forget(await self._follow(fact, happened, db))
        await standings.write()

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        fact = self._fact(happened)
        if fact is not None:
            await self._follow(fact, happened, db)

    async def _follow(self, fact: F, happened: Happened[Any], db: Db) -> tuple[UUID, ...]:
        """Shows a fact in its place; returns the matters that it is entered in."""
        matters = self.matters(fact)
        if matters:
            order = (fact.SERVICE, place_of(happened), told_at(happened), happened.position, happened.correlation)
            entered = await db.fetchrow(ENTER.format(name=self.name), list(matters), *order)
            if not entered["is_new"]:
                return matters
            if entered["is_late"] or len(matters) > 1:
                await self._show_again(matters, happened, db)
                return matters
        await self.show(fact, _as_told(happened, happened.position), db)
        return matters

    async def _show_again(self, matters: Iterable[UUID], late: Happened[Any], db: Db) -> None:
        """The rows of these matters, and of all that a fact connects with them, anew. What was set aside stays so."""
        known: set[UUID] = set()
        found = set(matters)
        told: Sequence[Any] = ()
        while found != known:
            known = found
            told = await db.fetch(OF_MATTERS.format(name=self.name), list(known))
            found = known | {row["matter"] for row in told}
        for table, column in (row.split(".") for row in self.rows):
            await db.execute(f"DELETE FROM {table} WHERE {column} = ANY($1)", list(known))  # noqa: S608 - constants
        order = in_order(told)
        past = {happened.position: happened for happened in (*await self.recall(order, db), late)}
        for position, place in zip(order, sorted(order), strict=True):
            fact = self._fact(past[position]) if position in past else None
            if fact is not None:
                await self.show(fact, _as_told(past[position], place), db)

    def _fact(self, happened: Happened[Any]) -> F | None:
        """None for a fact that is none of this view's business."""
        if happened.event.fact not in self.types:
            return None
        try:
            return cast("F", read(happened.event))
        except Redacted:
            return None  # the person was erased: a rebuilt view shows nothing of them


def heard_by(views: Iterable[type[View]]) -> list[type[Fact]]:
    """What services tell that any of some views follows."""
    facts = {fact for view in views if issubclass(view, FactView) for fact in view.facts}
    return sorted((fact for fact in facts if fact.SERVICE != "portal"), key=lambda fact: fact.type())


def place_of(happened: Happened[Any]) -> int:
    """A fact's place among everything that its teller has told: the higher of two is the newer."""
    sequence = getattr(happened.event, "sequence", None)
    return happened.position if sequence is None else SEQUENCED + sequence


def told_at(happened: Happened[Any]) -> Any:
    """After an outage we hear of things late."""
    return getattr(happened.event, "told_at", None) or happened.at


def in_order(told: Sequence[Mapping[str, Any]]) -> list[int]:
    """Positions in the order of telling: that of each teller by its own count, and between tellers by time."""
    tellers: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in sorted(told, key=lambda row: row["place"]):
        tellers[row["teller"]].append(row)
    merged = heapq.merge(*tellers.values(), key=_time)
    return list(dict.fromkeys(row["position"] for row in merged))


def _time(row: Mapping[str, Any]) -> tuple[Any, bool, str]:
    """At the same time, what a person did comes before what is told of it."""
    return row["told_at"], row["teller"] != "portal", row["teller"]


def _entry(matter: UUID, fact: Fact, happened: Happened[Any]) -> Entry:
    place, correlation = place_of(happened), happened.correlation
    return Entry(matter, fact.SERVICE, place, told_at(happened), happened.position, correlation)


def _as_told(happened: Happened[Any], position: int) -> Happened[Any]:
    return msgspec.structs.replace(happened, at=told_at(happened), position=position)
