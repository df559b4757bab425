"""What views of a batch leave for later is written in few statements, and before anything of it is read."""

from typing import Any

import pytest

from chassis import later
from chassis.views import Gathered


class Recorded:
    """A connection that notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    async def execute(self, sql: str, *arguments: Any) -> str:
        self.asked.append((sql, *arguments))
        return "UPDATE 1"

    async def executemany(self, sql: str, rows: list[Any]) -> None:
        self.asked.append((sql, [tuple(row) for row in rows]))

    async def fetch(self, sql: str, *arguments: Any) -> list[Any]:
        return [await self.execute(sql, *arguments)]

    fetchrow = fetchval = fetch


async def test_rows_of_one_statement_are_written_together_and_each_table_in_order() -> None:
    db = Recorded()
    gathered = Gathered(db)
    for number in (1, 2):
        await later(gathered, "lines", "a line", number)
        await later(gathered, "sums", "a sum", number)
    await later(gathered, "sums", "another sum", 3)
    await later(gathered, "sums", "a sum", 4)
    assert db.asked == [], "nothing is written yet"
    await gathered.written()
    assert db.asked == [
        ("a line", [(1,), (2,)]),
        ("a sum", [(1,), (2,)]),
        ("another sum", 3),
        ("a sum", 4),
    ]
    await gathered.written()
    assert len(db.asked) == 4, "nothing is written twice"


@pytest.mark.parametrize("ask", ["execute", "fetch", "fetchrow", "fetchval"])
async def test_whatever_else_is_asked_comes_after_what_waits(ask: str) -> None:
    db = Recorded()
    gathered = Gathered(db)
    await later(gathered, "lines", "a line", 1)
    await getattr(gathered, ask)("a question", 2)
    assert db.asked == [("a line", 1), ("a question", 2)]


async def test_a_connection_of_no_batch_is_written_to_at_once() -> None:
    db = Recorded()
    await later(db, "lines", "a line", 1)  # type: ignore[arg-type]
    assert db.asked == [("a line", 1)]
