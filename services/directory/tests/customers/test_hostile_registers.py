"""A register made to harm whoever reads it is refused whole, with a reason; the next file is read."""

from collections.abc import Callable

import pytest
from register_stories import HEADER, Supplier, imported, refused, register_of

from devstack import hostile_files as hostile

CELL = b'<c t="inlineStr"><is><t>%s</t></is></c>'
TOP = b"<row>%s</row>" % b"".join(CELL % name.encode() for name in HEADER.split(";"))
ROWS = b"<row><c><v>1</v></c></row>" * 10_000
TEXT = HEADER.encode() + b"\n"


@pytest.fixture
async def supplier() -> Supplier:
    supplier = Supplier(import_memory_mb_max=300)
    await supplier.joins()
    return supplier


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        pytest.param(lambda: hostile.workbook([TOP, *[ROWS] * 100]), {"too-many-rows"}, id="a million rows"),
        pytest.param(
            lambda: hostile.workbook([TOP, b"<row>", *[CELL % (b"A" * 10_000_000)] * 30, b"</row>"]),
            {"too-heavy"},
            id="300 MB of text",
        ),
        pytest.param(
            lambda: hostile.workbook([TOP, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']),
            {"too-heavy", "too-many-columns"},
            id="17 milliard cells",
        ),
        pytest.param(
            lambda: hostile.workbook([TOP, b"<row>" + CELL % b"&a11;" + b"</row>"], before=hostile.ENTITIES),
            {"unreadable"},
            id="entities of entities",
        ),
        pytest.param(
            lambda: hostile.workbook([TOP, b"<row>" + CELL % b"&a;" + b"</row>"], before=hostile.EXTERNAL),
            {"unreadable"},
            id="an entity that names a file",
        ),
        pytest.param(lambda: hostile.workbook([TOP, b"<a>" * 1_000_000]), {"unreadable", "empty"}, id="deep"),
        pytest.param(lambda: TEXT + b"1;Kund\0AB;5567037485;", {"unreadable"}, id="a NUL"),
        pytest.param(lambda: TEXT + b"x" * 9_900_000, {"unreadable"}, id="a line without end"),
        pytest.param(lambda: TEXT + b'"' + b"x\n" * 4_900_000, {"unreadable"}, id="a cell without end"),
        pytest.param(lambda: TEXT + b";x" * 4_900_000, {"too-many-columns", "too-heavy"}, id="columns without end"),
        pytest.param(lambda: TEXT + b";x\n" * 3_300_000, {"too-many-rows"}, id="rows without end"),
    ],
)
async def test_a_hostile_file_is_refused_whole_and_the_next_is_read(
    supplier: Supplier, content: Callable[[], bytes], codes: set[str]
) -> None:
    told = refused(await supplier.upload(content(), "kunder.xlsx"))
    assert told.code.removeprefix("customer-register.") in codes
    assert supplier.customers() == {}
    assert imported(await supplier.upload(register_of(3))).counts.new == 3
