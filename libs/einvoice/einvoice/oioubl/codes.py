"""What OIOUBL calls by other names than EN 16931: schemes, VAT categories, units, and the lists codes are from."""

import re
from dataclasses import dataclass

from lxml import etree

from einvoice.losses import CannotExpress, Losses
from einvoice.model import Identifier, Invoice
from einvoice.ubl.elements import text

AGENCY = "320"
"""The Danish authority that keeps OIOUBL's code lists."""
GS1 = "9"
OTHER = "ZZZ"
"""A number of a scheme that OIOUBL has no name for."""

SCHEMES = {
    "0007": "SE:ORGNR",
    "0009": "FR:SIRET",
    "0037": "FI:OVT",
    "0060": "DUNS",
    "0088": "GLN",
    "0096": "DK:P",
    "0184": "DK:CVR",
    "0192": "NO:ORGNR",
    "0196": "IS:KT",
    "0198": "DK:SE",
    "0212": "FI:ORGNR",
    "0213": "FI:VAT",
    "0216": "FI:OVT",
    "9930": "DE:VAT",
}
"""EAS and ICD codes, and OIOUBL's names for an electronic address or a party's number."""
_WITH_COUNTRY = frozenset({"DK:CVR", "DK:SE"})

CATEGORIES = {
    "S": "StandardRated",
    "L": "StandardRated",
    "M": "StandardRated",
    "AE": "ReverseCharge",
    "Z": "ZeroRated",
    "E": "ZeroRated",
    "K": "ZeroRated",
    "G": "ZeroRated",
    "O": "ZeroRated",
}
"""UNTDID 5305, and OIOUBL's names, as the Danish authority's own conversion from Peppol BIS 3 has them."""
ONLY_ONE = frozenset({"S", "AE", "Z"})
"""The categories that OIOUBL's name tells exactly."""

PIECES = "EA"
_UNITS = {"H87": PIECES, "KMT": "KTM"}
"""Units that the older edition has under another code."""
_MUTUALLY_DEFINED = "ZZ"
_NEWER_UNIT = re.compile(r"[E-Z]\d\d|STC|STL|STW|NT3|RFT|SM3|TIC|TIP|WPA", re.ASCII)
"""Units that came into Recommendation 20 after the edition of 2001 that OIOUBL keeps, such as E48 and E51."""


@dataclass(frozen=True)
class TaxScheme:
    """How OIOUBL calls the tax that all rates are of."""

    id: str
    name: str


DANISH_VAT = TaxScheme("63", "Moms")
FOREIGN_VAT = TaxScheme("VAT", "VAT")


def tax_scheme(invoice: Invoice) -> TaxScheme:
    """Danish VAT for a seller in Denmark; that of another country for all others."""
    address = invoice.seller.address
    return DANISH_VAT if address and address.country == "DK" else FOREIGN_VAT


def coded(parent: etree._Element, name: str, value: str, code_list: str) -> None:
    """A code with the OIOUBL list it is from."""
    text(parent, name, value, listID=f"urn:oioubl:codelist:{code_list}", listAgencyID=AGENCY)


def endpoint(parent: etree._Element, value: Identifier | None, where: str) -> None:
    """The electronic address, without which no OIOUBL document is (F-INV031, F-INV044)."""
    if value is None:
        raise CannotExpress(where, "OIOUBL needs an electronic address")
    if value.scheme not in SCHEMES:
        raise CannotExpress(where, f"OIOUBL has no electronic addresses of the scheme {value.scheme}")
    party_number(parent, "cbc:EndpointID", value)


def party_number(parent: etree._Element, name: str, value: Identifier) -> None:
    """A number with OIOUBL's name of its scheme; Danish ones begin with DK (F-LIB180, F-LIB184)."""
    scheme = SCHEMES.get(value.scheme or "", OTHER)
    agency = GS1 if scheme == "GLN" else None
    text(parent, name, _danish(value.value, scheme), schemeID=scheme, schemeAgencyID=agency)


def scheme_lost(value: Identifier, where: str, losses: Losses) -> None:
    """Says so when OIOUBL has no name for the scheme of a number."""
    if value.scheme and value.scheme not in SCHEMES:
        losses.add(f"{where}.scheme", f"OIOUBL has no name for the scheme {value.scheme}, and tells it as {OTHER}")


def own_number(parent: etree._Element, name: str, value: str, danish_scheme: str) -> None:
    """A number that OIOUBL knows as Danish or else as any other (PartyLegalEntity, PartyTaxScheme)."""
    digits = value.removeprefix("DK")
    scheme = danish_scheme if len(digits) == 8 and digits.isascii() and digits.isdigit() else OTHER
    text(parent, name, _danish(value, scheme), schemeID=scheme)


def unit(code: str, where: str, losses: Losses) -> str:
    """A unit as OIOUBL's older edition of Recommendation 20 has it (F-LIB318): no H87, and packages without X."""
    told = code[1:] if len(code) == 3 and code.startswith("X") and code[1:].isalpha() else _UNITS.get(code, code)
    if told == code and _NEWER_UNIT.fullmatch(code):
        told = _MUTUALLY_DEFINED
    if told != code:
        losses.add(where, f"OIOUBL knows no {code}, and tells it as {told}")
    return told


def _danish(value: str, scheme: str) -> str:
    return f"DK{value}" if scheme in _WITH_COUNTRY and not value.startswith("DK") else value
