"""Which business terms of EN 16931 the examples use, as docs/business-terms.md: `python business_term_table.py`."""

import tomllib
import typing
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from lxml import etree

from einvoice.model import Invoice, from_json
from einvoice.sums import totals
from einvoice.terms import TermName, all_terms
from einvoice.ubl.writer import build
from einvoice.xml import CAC, CBC

EXAMPLES = Path(__file__).parent / "examples"
IN_DRAFTS = Path(__file__).parent / "draft_terms.toml"
PAGE = Path(__file__).parents[3] / "docs" / "business-terms.md"
TOTALS = "totals"

_IN_CREDIT_NOTE = {
    "cac:InvoiceLine": "cac:CreditNoteLine",
    "cbc:InvoicedQuantity": "cbc:CreditedQuantity",
}
_HEAD = """# Business terms of EN 16931 in Stafett

<!-- Written by `python libs/einvoice/tests/business_term_table.py`; a test holds it to the code. -->

`einvoice` writes and reads {terms} of the {terms_of} business terms and {groups} of the {groups_of} groups of
EN 16931-1 (the standard has no BT-4). Each row says which field of `einvoice.model.Invoice` holds the term (`totals`
are worked out by `einvoice.sums`), where UBL 2.1 has it, and which of the invoices in `libs/einvoice/tests/examples`
use it. Every one of these is valid by every layer of rules and is read back as it was written.
In a credit note, `cac:InvoiceLine` is `cac:CreditNoteLine` and `cbc:InvoicedQuantity` is `cbc:CreditedQuantity`.
The fourth column says how a draft says it: `in backquotes` are the fields of a draft, over the API as on the wire.

| term | name | field | draft | UBL | examples |
|---|---|---|---|---|---|
"""


@cache
def examples() -> dict[str, Invoice]:
    """Every example by its name."""
    return {path.stem: from_json(path.read_bytes()) for path in sorted(EXAMPLES.glob("*.json"))}


def model_fields(kind: type[msgspec.Struct] = Invoice, prefix: str = "") -> Iterator[str]:
    """Every field of the model by its path, those of its groups included: lines.item.name."""
    for field in msgspec.structs.fields(kind):
        path = f"{prefix}{field.name}"
        yield path
        for group in _groups_in(field.type):
            yield from model_fields(group, f"{path}.")


def used_fields(part: Any, prefix: str = "") -> Iterator[str]:
    """The paths of the fields that have a value in a document."""
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if value in (None, ()):
            continue
        yield f"{prefix}{name}"
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, msgspec.Struct):
                yield from used_fields(entry, f"{prefix}{name}.")


def examples_of(term: TermName) -> list[str]:
    """The examples that use a term: in UBL where it has a place there, else in the model."""
    return [name for name in examples() if (_is_written(term, name) if term.path else term.field in _used_by(name))]


def table() -> str:
    """The whole page."""
    written = {term.number for term in all_terms() if examples_of(term)}
    numbers = {term.number for term in all_terms()}
    counts = {
        "terms": sum(number.startswith("BT") for number in written),
        "terms_of": sum(number.startswith("BT") for number in numbers),
        "groups": sum(number.startswith("BG") for number in written),
        "groups_of": sum(number.startswith("BG") for number in numbers),
    }
    rows = [_row(list(same)) for _, same in groupby(all_terms(), key=lambda term: term.number)]
    return _HEAD.format(**counts) + "\n".join(rows) + "\n"


def _row(places: list[TermName]) -> str:
    """One term, which may have several places in UBL."""
    term = places[0]
    paths = " or ".join(f"`{place.path}`" for place in places if place.path) or "its terms"
    used = sorted({name for place in places for name in examples_of(place)})
    told = "all" if len(used) == len(examples()) else ", ".join(used) or "**none**"
    return f"| {term.number} | {term.name} | `{term.field}` | {in_a_draft(term.field)} | {paths} | {told} |"


def in_a_draft(field: str) -> str:
    """How a draft says the field, or the nearest group around it."""
    while field not in said_in_drafts():
        field = field.rpartition(".")[0]
    return said_in_drafts()[field]


@cache
def said_in_drafts() -> dict[str, str]:
    return tomllib.loads(IN_DRAFTS.read_text(encoding="utf-8"))


@cache
def _document(name: str) -> etree._Element:
    return etree.fromstring(build(examples()[name]))


@cache
def _used_by(name: str) -> frozenset[str]:
    invoice = examples()[name]
    return frozenset(used_fields(invoice)) | frozenset(used_fields(totals(invoice), f"{TOTALS}."))


def _is_written(term: TermName, name: str) -> bool:
    path = term.path
    if examples()[name].is_credit_note:
        for ours, theirs in _IN_CREDIT_NOTE.items():
            path = path.replace(ours, theirs)
    return bool(_document(name).xpath(path, namespaces={"cac": CAC, "cbc": CBC}))


def _groups_in(kind: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for part in typing.get_args(kind):
        yield from _groups_in(part)


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
