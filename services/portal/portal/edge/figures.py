"""Numbers, sums and dates as people of a language write them."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal, format_currency, format_decimal

from contracts.values import Language

LOCALES: dict[Language, str] = {"sv": "sv_SE", "da": "da_DK", "nb": "nb_NO", "fi": "fi_FI", "en": "en_GB"}
ZONES = {"SE": "Europe/Stockholm", "DK": "Europe/Copenhagen", "NO": "Europe/Oslo", "FI": "Europe/Helsinki"}
"""A company reads the clock of its own country."""
KEPT: Final = 20_000
"""So many figures written lately are kept: a list says the same ones at each look, and babel takes 50 µs for one."""


@cache
def locale_of(language: Language) -> Locale:
    return Locale.parse(LOCALES[language])


def zone_of(country: str) -> ZoneInfo:
    return ZoneInfo(ZONES.get(country, ZONES["SE"]))


def zone_of_reader(language: Language) -> ZoneInfo:
    """Of somebody who acts for no company here: of the country where most speak the language."""
    return zone_of({"da": "DK", "nb": "NO", "fi": "FI"}.get(language, "SE"))


@lru_cache(KEPT)
def money(amount: Decimal, currency: str, language: Language) -> str:
    """With two decimals, or as many more as there are: the price of one may be 0.0625."""
    pattern = "¤¤\u00a0#,##0.00" if language == "en" else None  # British locale data would write `SEK68,970.00`
    return str(format_currency(amount, currency, pattern, locale=locale_of(language), decimal_quantization=False))


@lru_cache(KEPT)
def number(value: Decimal | int, language: Language) -> str:
    """With every decimal that says something."""
    return str(format_decimal(value, locale=locale_of(language), decimal_quantization=False))


def short(value: Decimal, language: Language) -> str:
    """A round figure where there is little room, such as `50 tn`."""
    return str(format_compact_decimal(value, locale=locale_of(language), fraction_digits=1))


@lru_cache(KEPT)
def day(value: date, language: Language) -> str:
    """Such as `26 dec. 2026`."""
    return str(format_date(value, "medium", locale=locale_of(language)))


def month(value: date, language: Language) -> str:
    """Such as `november 2026`."""
    return str(format_date(value, "LLLL y", locale=locale_of(language)))


def month_initial(value: date, language: Language) -> str:
    """One letter, for the axis of a chart."""
    return str(format_date(value, "LLLLL", locale=locale_of(language)))


def moment(value: datetime, language: Language, zone: ZoneInfo) -> str:
    """To the minute, by the clock of `zone`."""
    pattern = "d.M.yyyy 'klo' H.mm" if language == "fi" else "d MMM yyyy HH:mm"
    return str(format_datetime(value, pattern, tzinfo=zone, locale=locale_of(language)))
