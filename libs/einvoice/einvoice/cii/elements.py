"""Writes the elements that CII has and UBL has not: dates in digits, amounts without currency, party identifiers."""

from datetime import date
from decimal import Decimal

from lxml import etree

from einvoice.model import Identifier
from einvoice.sums import checked, round2
from einvoice.ubl.elements import group, identifier, text

DAY = "102"
"""UNTDID 2379: YYYYMMDD, the only form of a date in EN 16931's CII (CII-DT-*)."""


def day(parent: etree._Element, name: str, value: date | None, leaf: str = "udt:DateTimeString") -> None:
    """One date as YYYYMMDD."""
    if value:
        text(group(parent, name), leaf, f"{value:%Y%m%d}", format=DAY)


def money(parent: etree._Element, name: str, value: Decimal | None, currency: str | None = None) -> None:
    """An amount of money with two decimals; its currency is told once for the document (CII-DT-031)."""
    if value is not None:
        text(parent, name, format(round2(checked(value)), "f"), currencyID=currency)


def party_identifier(parent: etree._Element, value: Identifier) -> None:
    """An identifier: ram:GlobalID when it has a scheme, else ram:ID."""
    identifier(parent, "ram:GlobalID" if value.scheme else "ram:ID", value)


def reference(parent: etree._Element, name: str, number: str | None) -> etree._Element | None:
    """A document referred to by its number, when there is one."""
    if not number:
        return None
    element = group(parent, name)
    text(element, "ram:IssuerAssignedID", number)
    return element
