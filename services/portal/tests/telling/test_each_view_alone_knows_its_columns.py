"""The columns of a view are known in one file: no SQL outside it names a table of it."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import portal
from portal.app import service

PORTAL = Path(portal.__file__).parent
HOMES = {table: Path(str(sys.modules[view.__module__].__file__)) for view in service.shows for table in view.tables}
NAMED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|ON|USING)\s+(?:ONLY\s+)?(?:views\.)?\"?([a-z_]+)")


def tables_in(source: str) -> Iterator[tuple[int, str]]:
    """Tables that the texts of a module name as SQL does, with the line. Pieces of an f-string are texts too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for table in NAMED.findall(node.value):
                yield node.lineno, table


def strays() -> list[str]:
    return [
        f"{path.relative_to(PORTAL)}:{line} names {table}, which is {HOMES[table].relative_to(PORTAL)}'s"
        for path in sorted(PORTAL.rglob("*.py"))
        for line, table in tables_in(path.read_text())
        if table in HOMES and HOMES[table] != path
    ]


def test_no_sql_names_a_table_of_a_view_outside_its_file() -> None:
    assert strays() == []


def test_each_view_is_asked_in_its_own_file() -> None:
    """Nothing would be found either if this looked for the wrong signs: each file does name its own tables."""
    for table, home in HOMES.items():
        if not table.endswith("_order"):
            assert table in {named for _, named in tables_in(home.read_text())}, table


def test_a_query_in_a_route_would_be_found() -> None:
    planted = [
        'rows = await db.fetch("SELECT id FROM orders WHERE id = $1", order)',
        'rows = await db.fetch(f"SELECT {COLUMNS} FROM partners p JOIN companies c ON c.id = p.company")',
        'sql = """UPDATE invoices\\n SET number = NULL"""',
        'await db.execute("DELETE " "FROM views.inbox")',
    ]
    found = [{table for _, table in tables_in(source)} & HOMES.keys() for source in planted]
    assert found == [{"orders"}, {"partners", "companies"}, {"invoices"}, {"inbox"}]
