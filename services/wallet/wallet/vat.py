"""VAT of a purchase, by the buyer's country: Swedish rate, reverse charge within the EU, or outside its scope.

Every buyer is a business, so the place of supply is the buyer's country (Directive 2006/112, art. 44). VAT is due when
credits are bought and not when they are used: each kind pays for one service from one seller, so it is a single-purpose
voucher (Directive 2016/1065, art. 30a and 30b). For that reason kinds are never exchanged.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Treatment = Literal["domestic", "reverse-charge", "outside-eu"]

STANDARD_RATE = Decimal(25)
EU_COUNTRIES = frozenset({"DK", "FI"})
"""The EU countries among those that companies come from; Sweden itself is domestic, Norway is outside."""


@dataclass(frozen=True, slots=True)
class Vat:
    """How a purchase is taxed. `rate` is in percent; `note` is what the receipt must say (art. 226, point 11a)."""

    treatment: Treatment
    rate: Decimal
    note: str = ""


DOMESTIC = Vat("domestic", STANDARD_RATE)
REVERSE_CHARGE = Vat("reverse-charge", Decimal(0), "Reverse charge, article 196 of Directive 2006/112/EC")
OUTSIDE_EU = Vat("outside-eu", Decimal(0), "Outside the scope of EU VAT, article 44 of Directive 2006/112/EC")


def vat_of(country: str, has_vat_number: bool) -> Vat:
    """The VAT of a purchase by a company of this country.

    Reverse charge needs the buyer's VAT number; an EU buyer without one pays Swedish VAT, as nothing proves that it is
    a taxable person (art. 18 of Regulation 282/2011).
    """
    if country == "SE":
        return DOMESTIC
    if country in EU_COUNTRIES:
        return REVERSE_CHARGE if has_vat_number else DOMESTIC
    return OUTSIDE_EU
