"""Read models: tables and the events that they follow; a new version is built beside the old one and swapped in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import Any, ClassVar, Protocol

from chassis.event import Event, Happened


class Db(Protocol):
    """SQL for views and accounts: PostgreSQL, with $1, $2 for arguments; rows are read by name."""

    async def execute(self, sql: str, *arguments: Any) -> str: ...

    async def fetch(self, sql: str, *arguments: Any) -> Sequence[Any]: ...

    async def fetchrow(self, sql: str, *arguments: Any) -> Any: ...

    async def fetchval(self, sql: str, *arguments: Any) -> Any: ...


class Gathered:
    """The connection of a batch, which sends together what views have left for later (`later`)."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self._waiting: dict[str, list[tuple[str, Sequence[Any]]]] = {}

    def put(self, table: str, sql: str, arguments: Sequence[Any]) -> None:
        self._waiting.setdefault(table, []).append((sql, arguments))

    async def written(self) -> None:
        """Writes what waits: that of each table in order, and what one statement does for many rows in one round."""
        waiting, self._waiting = self._waiting, {}
        for statements in waiting.values():
            for sql, group in groupby(statements, key=lambda statement: statement[0]):
                rows = [arguments for _, arguments in group]
                await (self._db.executemany(sql, rows) if len(rows) > 1 else self._db.execute(sql, *rows[0]))

    async def execute(self, sql: str, *arguments: Any) -> str:
        await self.written()
        done: str = await self._db.execute(sql, *arguments)
        return done

    async def fetch(self, sql: str, *arguments: Any) -> Sequence[Any]:
        await self.written()
        rows: Sequence[Any] = await self._db.fetch(sql, *arguments)
        return rows

    async def fetchrow(self, sql: str, *arguments: Any) -> Any:
        await self.written()
        return await self._db.fetchrow(sql, *arguments)

    async def fetchval(self, sql: str, *arguments: Any) -> Any:
        await self.written()
        return await self._db.fetchval(sql, *arguments)


async def later(db: Db, table: str, sql: str, *arguments: Any) -> None:
    """Writes rows of one table, whose outcome the view need not know, together with others of the same batch.

    What waits for one table is written in order, and all of it before any other statement of the view; between two
    tables there is no order. So a statement that is left for later reads and writes this one table alone.
    """
    if isinstance(db, Gathered):
        db.put(table, sql, arguments)
    else:
        await db.execute(sql, *arguments)


Recall = Callable[[Sequence[int], Db], Awaitable[list[Happened[Any]]]]
"""Reads earlier events by position, in order of position, over the view's connection."""


class View(ABC):
    """One read model. Its rows and its position are committed together.

    `ddl` makes its tables, named in `tables`, with plain unqualified names: the chassis chooses the schema. Change
    anything that alters a row, and raise `version`: the new one is built from position 0 beside the old one, which
    serves until it has caught up.

    A view that cannot take an event stops before it, because later rows may build on earlier ones. `independent` says
    that each event writes rows of its own, whatever came before: the event is then set aside and the view goes on.

    Rows are made of stored events alone: no clock, no chance, no settings, and nothing that a class of today adds to
    what was stored. Where words that are kept elsewhere decide which rows there are, `hangs_on` names them: other
    words are another version.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    tables: ClassVar[tuple[str, ...]]
    ddl: ClassVar[str]
    follows: ClassVar[tuple[type[Event], ...]]
    independent: ClassVar[bool] = False
    hangs_on: ClassVar[Sequence[str]] = ()
    recall: Recall
    """Reads earlier events for a view that needs them; the chassis sets it before the first event comes."""

    @abstractmethod
    async def follow(self, happened: Happened[Any], db: Db) -> None:
        """Writes what one event changes. Called in order of position, for the events in `follows` alone.

        When it raises Redacted, because a person was erased, nothing is written of that event and the view goes on.
        """

    async def follow_all(self, batch: Sequence[Happened[Any]], db: Db) -> None:
        """Writes what a batch changes, as if each event had come alone."""
        for happened in batch:
            await self.follow(happened, db)
