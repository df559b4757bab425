"""Reads the elements that CII has and UBL has not: dates in digits, identifiers with and without a scheme."""

import re
from datetime import date

from einvoice.cii.elements import DAY
from einvoice.model import Identifier
from einvoice.ubl.reader_node import Node, Unreadable
from einvoice.xml import location

_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


def read_day(parent: Node | None, name: str, leaf: str = "udt:DateTimeString") -> date | None:
    """A date as YYYYMMDD; raises Unreadable for any other form."""
    node = parent.one(name) if parent else None
    if node is None:
        return None
    value, form = node.coded(leaf, "format")
    if value is None:
        return None
    match = _DIGITS.fullmatch(value)
    try:
        if match and form in (DAY, None):
            return date(*map(int, match.groups()))
    except ValueError:
        pass
    raise Unreadable("invoice.not-a-date", location(node.element), f"{value!r} is no date YYYYMMDD (format {DAY})")


def read_party_identifiers(node: Node, at_most: int | None = None) -> tuple[Identifier, ...]:
    """The identifiers of a party: those with a scheme, and then those without. What is too many stays."""
    found: list[Identifier] = []
    for name in ("ram:GlobalID", "ram:ID"):
        for _ in range(node.count(name)):
            value = node.identifier(name)
            if value is not None and at_most is not None and len(found) >= at_most:
                node.leave_leaf()
                break
            if value is not None:
                found.append(value)
    return tuple(found)


def read_number(parent: Node, name: str) -> str | None:
    """The number of a document that is referred to."""
    return parent.inside(f"{name}/ram:IssuerAssignedID")
