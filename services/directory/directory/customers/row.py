"""A row of a customer register: what must be there, what is corrected by itself, and the findings on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from contracts.values import Country, CustomerRecord, RowFinding
from directory.connections.customer_number import CUSTOMER_NUMBER_MAX
from directory.customers.columns import FIELDS
from directory.mail_address import is_mail_address
from directory.recipients.number import Participant, company_participant
from nordic.faults import Invalid
from nordic.gln import parse_gln

TEXT_MAX: Final = 200
FOREIGN_NUMBER_MAX: Final = 30
_FORMULA_SIGNS: Final = ("=", "@", "+", "-", "\t", "\r")
"""Signs that begin a cell which a spreadsheet would run as a formula (OWASP, CSV injection)."""
_NUMBERS_ALONE: Final = re.compile(r"[\d\s+\-().,/]*")
"""+46 8-123 and -5 are no formulas; -2+3+cmd|… is one."""
_SHORTENED: Final = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)
_COUNTRY_WORDS: Final = {
    "sverige": "SE", "sweden": "SE", "ruotsi": "SE", "danmark": "DK", "denmark": "DK", "tanska": "DK", "norge": "NO",
    "norway": "NO", "norja": "NO", "finland": "FI", "suomi": "FI", "s": "SE", "dk": "DK", "n": "NO", "fin": "FI",
}  # fmt: skip
NORDIC: Final = get_args(Country)


@dataclass(slots=True)
class Reading:
    """One row as it was read: the customer, unless the row has an error, and whom its number names."""

    row: int
    customer: CustomerRecord | None = None
    participant: Participant | None = None
    findings: list[RowFinding] = field(default_factory=list)

    def find(self, column: str, code: str, level: Literal["error", "warning"] = "error", **details: object) -> None:
        named = {name: str(value) for name, value in details.items()}
        self.findings.append(RowFinding(self.row, column, code, level, named))


def read_row(row: int, cells: Sequence[str], country: Country) -> Reading:
    """Reads a row whose cells stand in the order of FIELDS. `country` holds where the row names none."""
    reading = Reading(row)
    values = {name: _harmless(name, cell, reading) for name, cell in zip(FIELDS, cells, strict=True)}
    number = _customer_number(values["customer_number"], reading)
    name = values["name"] or _missing("name", "customer-row.name-missing", reading)
    nation = _country(values["country"], country, reading)
    company_number = _company_number(values["number"], nation, reading)
    gln, email = _gln(values["gln"], reading), _email(values["email"], reading)
    if not any(finding.level == "error" for finding in reading.findings):
        reading.customer = CustomerRecord(
            customer_number=number,
            name=name,
            number=company_number,
            country=nation,
            gln=gln,
            email=email,
            address=values["address"],
            address2=values["address2"],
            postcode=values["postcode"],
            city=values["city"],
        )
    return reading


def _harmless(column: str, cell: str, reading: Reading) -> str:
    """Strips what would make a spreadsheet run the cell as a formula, and cuts it to its longest length."""
    if cell.startswith(_FORMULA_SIGNS) and not _NUMBERS_ALONE.fullmatch(cell):
        reading.find(column, "customer-row.formula", "warning")
        cell = cell.lstrip("".join(_FORMULA_SIGNS) + " ")  # There may be another sign behind the first.
    if len(cell) > TEXT_MAX:
        reading.find(column, "customer-row.too-long", "error", length_max=TEXT_MAX)
        return ""
    return cell


def _missing(column: str, code: str, reading: Reading) -> str:
    if not any(finding.column == column for finding in reading.findings):
        reading.find(column, code)
    return ""


def _customer_number(written: str, reading: Reading) -> str:
    if len(written) > CUSTOMER_NUMBER_MAX:
        reading.find("customer_number", "customer-row.too-long", "error", length_max=CUSTOMER_NUMBER_MAX)
        return ""
    return written or _missing("customer_number", "customer-row.customer-number-missing", reading)


def _country(written: str, meant: Country, reading: Reading) -> str:
    if not written:
        return meant
    if re.fullmatch(r"[A-Za-z]{2}", written):
        return written.upper()
    known = _COUNTRY_WORDS.get(written.casefold())
    if known is None:
        reading.find("country", "customer-row.country-unknown")
    return known or ""


def _company_number(written: str, country: str, reading: Reading) -> str:
    """Checks the number by its country's rule; the number of another country is kept as it is written."""
    if not written:
        return _missing("number", "customer-row.number-missing", reading)
    if _SHORTENED.fullmatch(written):
        reading.find("number", "customer-row.number-shortened")
        return ""
    if country not in NORDIC:
        if len(written) > FOREIGN_NUMBER_MAX:
            reading.find("number", "customer-row.too-long", "error", length_max=FOREIGN_NUMBER_MAX)
        return written
    try:
        reading.participant = company_participant(country, written)  # type: ignore[arg-type]
    except Invalid:
        reading.find("number", "customer-row.number-malformed", "error", country=country)
        return ""
    return reading.participant.value


def _gln(written: str, reading: Reading) -> str:
    try:
        return parse_gln(written) if written else ""
    except Invalid:
        reading.find("gln", "customer-row.gln-malformed", "warning")
        return ""


def _email(written: str, reading: Reading) -> str:
    if written and not is_mail_address(written):
        reading.find("email", "customer-row.email-malformed", "warning")
        return ""
    return written
