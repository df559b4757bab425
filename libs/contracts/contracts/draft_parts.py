"""What a draft of an invoice may say beside its lines: allowances, references, who is paid, why there is no VAT.

All of it is optional, and an empty text says nothing. BT and BG are business terms and groups of EN 16931.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DraftAllowance:
    """An allowance on a line (BG-27) or on the whole invoice (BG-20), or a charge on a line (BG-28).

    It is an amount, or a percentage: of `base`, or of what the line comes to, or the lines with that VAT. The reason is
    a code (UNTDID 5189 of an allowance, 7161 of a charge), words, or both. VAT is said on the whole invoice alone.
    """

    reason: str = ""
    reason_code: str = ""
    amount: Decimal = Decimal(0)
    percent: Decimal | None = None
    base: Decimal | None = None
    vat_rate: Decimal = Decimal(0)
    vat_category: str = "S"


@dataclass(frozen=True, slots=True)
class DraftProperty:
    """A property of an item (BG-32), such as its colour."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DraftPreceding:
    """An invoice that this one corrects or follows (BG-3), also one that was never sent through the network."""

    number: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True)
class DraftPayee:
    """Who is paid when it is not the supplier (BG-10), such as a factoring company, with its number."""

    name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class VatReason:
    """Why a VAT category carries no VAT: a code (BT-121, VATEX), words (BT-120), or both."""

    category: str
    code: str = ""
    reason: str = ""
