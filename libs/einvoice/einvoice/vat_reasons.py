"""The reasons for which something carries no VAT, in five languages: those that Nordic sellers usually have."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LANGUAGES = ("sv", "da", "nb", "fi", "en")


@dataclass(frozen=True, slots=True)
class VatReason:
    """A reason: its name, the VAT category that it is for, its VATEX code, and its words by language."""

    name: str
    category: str
    code: str | None
    country: str | None
    words: Mapping[str, str]

    def said_in(self, language: str) -> str:
        """The words for an invoice."""
        return self.words.get(language, self.words["en"])


@cache
def vat_reasons() -> Mapping[str, VatReason]:
    """All of them by name; the first of a category says no more than what the category means."""
    tables = tomllib.loads(files(__package__).joinpath("vat_reasons.toml").read_text(encoding="utf-8"))
    return {
        name: VatReason(
            name=name,
            category=table["category"],
            code=table.get("code"),
            country=table.get("country"),
            words={language: table[language] for language in _LANGUAGES},
        )
        for name, table in tables.items()
    }


def usual_reason(category: str) -> VatReason | None:
    """What a category means by itself: AE, K, G and O. An exemption (E) always has a reason of its own."""
    return next((one for one in vat_reasons().values() if one.category == category != "E"), None)
