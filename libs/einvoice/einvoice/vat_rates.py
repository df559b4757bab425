"""The VAT rates of the four countries, in percent, each with the days it holds and its source: category S alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class VatRate:
    """A rate, from a day until a day, both included; without a day it has held for longer than invoices go back."""

    percent: str
    what: str
    source: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether something that is supplied on that day may be taxed so."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


_ML, _ML_FOOD = "SE mervärdesskattelagen (2023:200) 9 kap.", "SE lag om tillfälligt sänkt skatt på livsmedel"
_NO = "NO Stortingets vedtak om merverdiavgift"
_FI, _FI_2024, _FI_2026 = "FI arvonlisäverolaki 84-85 a §", "FI laki 428/2024", "FI arvonlisäverolaki 85 §, 2026"

RATES: Final[dict[str, tuple[VatRate, ...]]] = {
    "SE": (
        VatRate("25", "general", _ML),
        VatRate("12", "food until March 2026 and from 2028, restaurants, hotels", _ML),
        VatRate("6", "books, newspapers, passenger transport, culture, sports", _ML),
        VatRate("6", "food", _ML_FOOD, date(2026, 4, 1), date(2027, 12, 31)),
    ),
    "DK": (VatRate("25", "general", "DK momsloven § 33"),),
    "NO": (
        VatRate("25", "general", _NO),
        VatRate("15", "food, water", _NO),
        VatRate("12", "passenger transport, hotels, culture", _NO, date(2018, 1, 1), date(2020, 3, 31)),
        VatRate("12", "passenger transport, hotels, culture", _NO, date(2021, 10, 1)),
        VatRate("6", "passenger transport, hotels, culture", _NO, date(2020, 4, 1), date(2021, 9, 30)),
        VatRate("10", "passenger transport, hotels, culture", _NO, date(2016, 1, 1), date(2017, 12, 31)),
        VatRate("11.11", "raw fish", _NO),
    ),
    "FI": (
        VatRate("25.5", "general", _FI_2024, date(2024, 9, 1)),
        VatRate("24", "general", _FI, date(2013, 1, 1), date(2024, 8, 31)),
        VatRate("13.5", "food, restaurants, books, medicine, transport", _FI_2026, date(2026, 1, 1)),
        VatRate("14", "food, restaurants, animal feed", _FI, date(2013, 1, 1), date(2025, 12, 31)),
        VatRate("10", "newspapers, magazines", _FI),
    ),
}
"""By the seller's country, the most usual first. SE-R-006 is the one official rule on them: 25, 12 or 6 in Sweden."""

VAT_RATES: Final = {
    country: tuple(dict.fromkeys(rate.percent for rate in rates if rate.until is None))
    for country, rates in RATES.items()
}
"""The rates that hold until further notice."""


def rates_on(country: str, day: date) -> tuple[str, ...]:
    """The rates of a country on a day, each once; none for a country whose rates are not known here."""
    return tuple(dict.fromkeys(_holding(country, day)))


def _holding(country: str, day: date) -> Iterator[str]:
    return (rate.percent for rate in RATES.get(country, ()) if rate.holds_on(day))
