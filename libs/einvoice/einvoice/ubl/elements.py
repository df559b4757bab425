"""Writes single elements of UBL and its kin: text, dates, figures and amounts, and never an empty one (R008)."""

from datetime import date
from decimal import Decimal
from functools import cache

from lxml import etree

from einvoice.model import Identifier
from einvoice.sums import checked, round2
from einvoice.xml import PREFIXES


@cache
def tag(name: str) -> str:
    """The full name of a prefixed one: cbc:ID -> {urn:oasis:...}ID."""
    prefix, local = name.split(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def group(parent: etree._Element, name: str) -> etree._Element:
    """A new group of elements; whoever opens it fills it."""
    return etree.SubElement(parent, tag(name))


def text(parent: etree._Element, name: str, value: str | None, /, **attributes: str | None) -> None:
    """One element with text, when there is any; attributes without a value are left out."""
    if not value:
        return
    element = etree.SubElement(parent, tag(name))
    element.text = value
    for attribute, told in attributes.items():
        if told:
            element.set(attribute, told)


def day(parent: etree._Element, name: str, value: date | None) -> None:
    """One date as YYYY-MM-DD."""
    text(parent, name, value.isoformat() if value else None)


def figure(parent: etree._Element, name: str, value: Decimal | None, **attributes: str | None) -> None:
    """A price, quantity or percent with the decimals it came with, never with an exponent."""
    if value is not None:
        text(parent, name, format(checked(value), "f"), **attributes)


def amount(parent: etree._Element, name: str, value: Decimal | None, currency: str) -> None:
    """An amount of money with two decimals (BR-DEC-*)."""
    if value is not None:
        text(parent, name, format(round2(checked(value)), "f"), currencyID=currency)


def identifier(parent: etree._Element, name: str, value: Identifier | None) -> None:
    """An identifier and its scheme."""
    if value is not None:
        text(parent, name, value.value, schemeID=value.scheme)


def remove_empty(document: etree._Element) -> None:
    """Takes away every group in which nothing was told; the deepest first, so that none is left."""
    for element in reversed(list(document.iter())):
        parent = element.getparent()
        if parent is not None and not len(element) and not element.text:
            parent.remove(element)


def wrapped(parent: etree._Element, names: str, value: str | None, **attributes: str | None) -> None:
    """Text inside groups of its own: `wrapped(party, "cac:PartyName/cbc:Name", name)`."""
    if not value:
        return
    *groups, leaf = names.split("/")
    for name in groups:
        parent = group(parent, name)
    text(parent, leaf, value, **attributes)
