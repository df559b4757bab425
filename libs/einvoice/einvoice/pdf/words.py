"""The words and the figures of a page in one language: labels, units, countries, amounts, quantities, dates."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("sv", "da", "nb", "fi", "en")

NO_BREAK_SPACE = "\u00a0"
FIELD_CHARACTERS_MAX = 400  # Of a name, an address line, a reference.
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class _Style:
    """How a language writes figures: separators, and the currency's sign in front of or behind an amount."""

    thousands: str
    decimals: str
    percent: str
    signs: dict[str, str]
    sign_first: bool = False


_STYLES = {
    "sv": _Style(NO_BREAK_SPACE, ",", NO_BREAK_SPACE + "%", {"SEK": "kr", "EUR": "€"}),
    "da": _Style(".", ",", NO_BREAK_SPACE + "%", {"DKK": "kr.", "EUR": "€"}),
    "nb": _Style(NO_BREAK_SPACE, ",", NO_BREAK_SPACE + "%", {"NOK": "kr", "EUR": "€"}),
    "fi": _Style(NO_BREAK_SPACE, ",", NO_BREAK_SPACE + "%", {"EUR": "€"}),
    "en": _Style(",", ".", "%", {"EUR": "€"}, sign_first=True),
}


class Words:
    """One language's labels and formats. Get it with `words(language)`; it is made once a process."""

    def __init__(self, language: str, catalogue: dict[str, Any]) -> None:
        self.language = language
        self.labels: dict[str, str] = catalogue["labels"][language]
        self._units: dict[str, str] = catalogue["units"][language]
        self._one: dict[str, str] = catalogue["one"].get(language, {})
        self._countries: dict[str, str] = catalogue["countries"][language]
        self._numbers: dict[str, dict[str, str]] = catalogue["numbers"]
        self._style = _STYLES[language]

    def __getitem__(self, label: str) -> str:
        return self.labels[label]

    def amount(self, value: Decimal) -> str:
        """Two decimals, grouped by thousands: 68 970,00 in Swedish, 68.970,00 in Danish."""
        return self._figure(f"{value:,.2f}")

    def money(self, value: Decimal, currency: str) -> str:
        """An amount with its currency: the sign at home in the language, the code of ISO 4217 elsewhere."""
        sign = self._style.signs.get(currency, currency)
        if self._style.sign_first:
            gap = "" if sign == "€" else NO_BREAK_SPACE
            return f"{sign}{gap}{self.amount(value)}"
        return f"{self.amount(value)}{NO_BREAK_SPACE}{sign}"

    def price(self, value: Decimal) -> str:
        """At least two decimals, and as many more as the price has (BT-146 may have any number)."""
        plain = f"{value:,f}"
        whole, _, decimals = plain.partition(".")
        return self._figure(f"{whole}.{decimals.rstrip('0').ljust(2, '0')}")

    def quantity(self, value: Decimal) -> str:
        """Only the decimals that say something: 22,5 and 48."""
        plain = f"{value:,f}"
        return self._figure(plain.rstrip("0").rstrip(".") if "." in plain else plain)

    def percent(self, value: Decimal) -> str:
        return self.quantity(value) + self._style.percent

    def day(self, value: date) -> str:
        """As the country writes it; in English with the month in letters, since 4/5 means two days."""
        if self.language == "sv":
            return value.isoformat()
        if self.language == "en":
            return f"{value.day} {ENGLISH_MONTHS[value.month - 1]} {value.year}"
        return f"{value.day:02}.{value.month:02}.{value.year}"

    def days(self, start: date | None, end: date | None) -> str:
        """A period with both ends included; either may be open."""
        return " – ".join(self.day(value) if value else "" for value in (start, end)).strip()

    def unit(self, code: str, quantity: Decimal | None = None) -> str:
        """The name of a unit, or its code; of one hour it is another than of two."""
        plural = self._units.get(code, code)
        return self._one.get(code, plural) if quantity == 1 else plural

    def country(self, code: str) -> str:
        return self._countries.get(code, code)

    def file_size(self, size_bytes: int) -> str:
        kilobytes = max(1, round(size_bytes / 1000))
        if kilobytes < 1000:
            return f"{kilobytes}{NO_BREAK_SPACE}kB"
        return f"{self._figure(f'{size_bytes / 1_000_000:.1f}')}{NO_BREAK_SPACE}MB"

    def company_number(self, country: str | None) -> str:
        """What a company number is called where the company is registered, whatever the page's language."""
        return self._numbers.get(country or "", {}).get("company", self["company_number"])

    def vat_number(self, country: str | None) -> str:
        return self._numbers.get(country or "", {}).get("vat", self["vat_number"])

    def _figure(self, english: str) -> str:
        if self._style.thousands == ",":
            return english
        return english.translate({ord(","): self._style.thousands, ord("."): self._style.decimals})


# Control characters, and the invisible ones that steer direction: they could make a number read backwards.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def clean(text: str | None, characters_max: int = FIELD_CHARACTERS_MAX) -> str:
    """What a stranger wrote, without invisible characters, and shortened with an ellipsis when absurdly long."""
    if not text:
        return ""
    kept = text if text.isprintable() else _INVISIBLE.sub("", text)
    return kept if len(kept) <= characters_max else kept[: characters_max - 1] + "…"


def kept_together(label: str, value: str) -> str:
    """A label and its number, on one line when it can be."""
    return clean(f"{label}{NO_BREAK_SPACE}{value}".replace(" ", NO_BREAK_SPACE))


@cache
def words(language: str) -> Words:
    """The words of one of LANGUAGES; raises ValueError for another."""
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    return Words(language, _catalogue())


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads((files("einvoice") / "templates" / "labels.toml").read_text(encoding="utf-8"))
