"""Rows as the queries of a view hand them on."""

from typing import Any

from chassis import Db

Row = dict[str, Any]


async def one(db: Db, sql: str, *arguments: Any) -> Row | None:
    row = await db.fetchrow(sql, *arguments)
    return None if row is None else dict(row)


async def many(db: Db, sql: str, *arguments: Any) -> list[Row]:
    return [dict(row) for row in await db.fetch(sql, *arguments)]
