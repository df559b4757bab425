"""Rows as the queries of a view hand them on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import Db

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list: so many rows, after a place in its order, which is a moment and an id."""

    limit: int
    after: tuple[datetime, UUID] | None = None


async def one(db: Db, sql: str, *arguments: Any) -> Row | None:
    row = await db.fetchrow(sql, *arguments)
    return None if row is None else dict(row)


async def many(db: Db, sql: str, *arguments: Any) -> list[Row]:
    return [dict(row) for row in await db.fetch(sql, *arguments)]


async def page_of(db: Db, sql: str, *arguments: Any, by: str, page: Page, newest_first: bool = True) -> list[Row]:
    """One page of what a query finds, in the order of its column `by` and then of `id`, so that no row is left out."""
    sign, direction = ("<", "DESC") if newest_first else (">", "ASC")
    moment, id_, limit = (f"${len(arguments) + number}" for number in (1, 2, 3))
    paged = f"""SELECT * FROM ({sql}) AS listed
        WHERE ({moment}::timestamptz IS NULL OR ({by}, id) {sign} ({moment}, {id_}::uuid))
        ORDER BY {by} {direction}, id {direction} LIMIT {limit}"""  # noqa: S608 - phrases of ours
    after = page.after or (None, None)
    return await many(db, paged, *arguments, *after, page.limit)


def like(text: str) -> str:
    """The text as a part of a LIKE pattern: nothing in it is a wildcard."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
