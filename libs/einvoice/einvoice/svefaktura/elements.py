"""Writes the elements that Svefaktura has and UBL 2.1 has not: amounts, times and numbers as UBL 1.0 has them."""

import re
from datetime import date
from decimal import Decimal

from lxml import etree

from einvoice.losses import Losses
from einvoice.model import Address, Identifier
from einvoice.sums import checked, round2
from einvoice.ubl.elements import figure, group, text, wrapped

GS1 = "9"
"""The agency of GLN and GTIN."""
_GS1_SCHEMES = frozenset({"0088", "0160"})
_SPACES = re.compile(r"[\s.()/-]")
_TELEPHONE = re.compile(r"\+?\d+", re.ASCII)
_WORD = re.compile(r"\w+")


def money(parent: etree._Element, name: str, value: Decimal | None, currency: str) -> None:
    """An amount with two decimals."""
    if value is not None:
        text(parent, name, format(round2(checked(value)), "f"), amountCurrencyID=currency)


def price(parent: etree._Element, name: str, value: Decimal, currency: str) -> None:
    """A price with the decimals it came with."""
    figure(parent, name, value, amountCurrencyID=currency)


def midnight(parent: etree._Element, name: str, value: date | None) -> None:
    """A day, of which Svefaktura wants a time too."""
    text(parent, name, f"{value.isoformat()}T00:00:00" if value else None)


def number(parent: etree._Element, name: str, value: Identifier, where: str, losses: Losses) -> None:
    """A number; of its scheme Svefaktura tells only whether it is of GS1."""
    of_gs1 = value.scheme in _GS1_SCHEMES
    text(parent, name, value.value, identificationSchemeAgencyID=GS1 if of_gs1 else None)
    if value.scheme and not of_gs1:
        losses.add(f"{where}.scheme", f"Svefaktura has no place for the scheme {value.scheme}")


def undecorated(value: str | None, form: re.Pattern[str] = _WORD) -> str | None:
    """A number without the signs that people write it with (R-8, R-36, R-45, R-50); as it is when there is more."""
    bare = _SPACES.sub("", value or "")
    return bare if form.fullmatch(bare) else value


def telephone(value: str | None) -> str | None:
    """A telephone number in digits (R-9)."""
    return undecorated(value, _TELEPHONE)


def address(parent: etree._Element, name: str, value: Address, where: str, losses: Losses, title: str = "") -> None:
    """An address; `title` is what stands above it (BT-70)."""
    element = group(parent, name)
    text(element, "sbc:StreetName", value.line1)
    text(element, "sbc:Department", ", ".join(filter(None, (value.line2, value.line3))))
    text(element, "sbc:CityName", value.city)
    text(element, "sbc:PostalZone", undecorated(value.postal_code))
    wrapped(element, "sac:AddressLine/sbc:Line", title)
    wrapped(element, "sac:Country/sac:IdentificationCode", value.country)
    if value.line3:
        losses.add(
            f"{where}.line3", f"Svefaktura has two lines of an address, and tells it in the second: {value.line3}"
        )
    if value.subdivision:
        losses.add(f"{where}.subdivision", f"Svefaktura has no place for it: {value.subdivision}")
