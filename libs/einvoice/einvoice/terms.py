"""The business terms of EN 16931 by number, and which term an element of a UBL document carries."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_NUMBER = re.compile(r"\b(B[TG]-\d{1,3})\b")
_ROOT_OR_POSITION = re.compile(r"^/(?:Invoice|CreditNote)(?=/|$)|\[\d+\]")
_CREDIT_NOTE_NAMES = {"cac:CreditNoteLine": "cac:InvoiceLine", "cbc:CreditedQuantity": "cbc:InvoicedQuantity"}


class TermName(NamedTuple):
    """A business term or group: its number, its English name, its place in UBL, and the field of the model it is.

    The path is empty for a group that is no element of its own. A field is one of `model.Invoice`, by its path
    (`lines.item.name`), or of `sums.Totals` where it begins with `totals`.
    """

    number: str
    name: str
    path: str
    field: str


@cache
def all_terms() -> tuple[TermName, ...]:
    """Every term of `terms.tsv`; one that has two places in UBL comes twice."""
    text = files(__package__).joinpath("terms.tsv").read_text(encoding="utf-8")
    return tuple(TermName(*line.split("\t")) for line in text.splitlines())


@cache
def _by_path() -> dict[str, str]:
    return {term.path: term.number for term in all_terms() if term.path}


def term_at(where: str) -> str | None:
    """The term at a place such as /Invoice/cac:InvoiceLine[2]/cbc:Note, or the nearest group around it."""
    path = _ROOT_OR_POSITION.sub("", where).strip("/")
    for theirs, ours in _CREDIT_NOTE_NAMES.items():
        path = path.replace(theirs, ours)
    while path:
        if path in _by_path():
            return _by_path()[path]
        path = path.rpartition("/")[0]
    return None


def term_of(where: str, text: str) -> str | None:
    """What a finding is about: the term of its element; else the first that its text names; else the group around."""
    at = term_at(where)
    if at and at.startswith("BT"):
        return at
    return term_in(text) or at


def term_in(text: str) -> str | None:
    """The first term that an official rule's text names."""
    found = _NUMBER.search(text)
    return found[1] if found else None
