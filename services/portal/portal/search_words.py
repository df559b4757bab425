"""Names and numbers as they are searched: folded, cut into trigrams, and the forms in which an identifier is known.

PostgreSQL's own pg_trgm and unaccent are not there everywhere, so we cut ourselves and let a core GIN index find.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from contracts.values import CompanyId
from nordic import denmark, finland, norway, sweden
from nordic.faults import Invalid

NAME_CHARACTERS_MAX: Final = 120
QUERY_CHARACTERS_MAX: Final = 60
THINNED_FROM: Final = 8
_LETTERS: Final = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})
_SPELT_OUT: Final = (("ae", "a"), ("oe", "o"), ("aa", "a"))
"""æ, ø and å as they are written where keyboards lack them; both ways fold to one."""
COMPANY_NUMBERS: Final[dict[str, Callable[[str], str]]] = {
    "SE": sweden.parse_organisation_number,
    "DK": denmark.parse_cvr,
    "NO": norway.parse_organisation_number,
    "FI": finland.parse_business_id,
}
VAT_NUMBERS: Final = {"SE": "SE{}01", "DK": "DK{}", "NO": "NO{}MVA", "FI": "FI{}"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How many hits are shown, and how many rows are weighed for them."""

    hits_max: int = 20
    candidates_max: int = 200


def folded(text: str) -> str:
    """Small letters a-z and digits, words parted by one blank: `Ångström & Søn, A/S` is `angstrom son a s`."""
    small = text[:NAME_CHARACTERS_MAX].casefold().translate(_LETTERS)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", small) if not unicodedata.combining(sign))
    for spelt, letter in _SPELT_OUT:
        plain = plain.replace(spelt, letter)
    return " ".join(re.findall(r"[^\W_]+", plain))


def trigrams(words: str) -> list[str]:
    """Of folded words, a blank before and after each: `bygg` is ` by`, `byg`, `ygg`, `gg `. Each once, in order."""
    padded = (f" {word} " for word in words.split())
    return list(dict.fromkeys(word[place : place + 3] for word in padded for place in range(len(word) - 2)))


def inner_trigrams(words: str) -> list[str]:
    """Those that any text holding these words must have, also as parts of longer words; short words begin one."""
    found: list[str] = []
    for word in words.split():
        if len(word) == 2:
            found.append(f" {word}")
        found += [word[place : place + 3] for place in range(len(word) - 2)]
    return list(dict.fromkeys(found))


def near_misses(words: str) -> list[list[str]]:
    """Subsets of a query's trigrams, of which a name with one letter wrong, missing, too many or swapped has one.

    A slip of that kind spoils four neighbouring trigrams at most: each subset leaves out some neighbours.
    """
    cut = trigrams(words)
    step = max(1, len(cut) // 8)
    left_out = max(1, min(step + 3, len(cut) - 2))
    places = range(0, max(1, len(cut) - left_out + step), step)
    subsets = (cut[:place] + cut[place + left_out :] for place in places)
    return [_thinned(rest) for rest in subsets if len(rest) >= 2]


def _thinned(neighbours: list[str]) -> list[str]:
    """Neighbouring trigrams share two letters: in a long text every other one says nearly as much, and costs half."""
    return neighbours[::2] if len(neighbours) >= THINNED_FROM else neighbours


def likeness_to(query: str) -> Callable[[str], float]:
    """From 0 to 1 (Dice), for any folded name: 1 when it has the same trigrams as the folded query."""
    asked = set(trigrams(query))

    @cache
    def likeness(name: str) -> float:
        has = set(trigrams(name))
        return 2 * len(asked & has) / (len(asked) + len(has)) if asked and has else 0.0

    return likeness


def number_marks(country: str, number: str, *, gln: str = "", participant: str = "") -> list[str]:
    """Under which identifiers a company is found: number, VAT number, GLN and Peppol id.

    A person's own number gives none: a stranger finds a sole trader by name alone.
    """
    marks = [f"#{gln}"] if gln else []
    if participant and not is_personal(participant):
        marks += [f"#{participant.lower()}", f"#{_plain(participant.partition(':')[2])}"]
    if country in COMPANY_NUMBERS:
        try:
            plain = _plain(COMPANY_NUMBERS[country](number))
        except Invalid:
            return marks
        marks += [f"#{plain}", f"#{VAT_NUMBERS[country].format(plain)}"]
    return list(dict.fromkeys(marks))


def asked_marks(query: str) -> list[str]:
    """The identifier that a query is, as a mark; empty when it is a name."""
    written = query.strip()
    if re.fullmatch(r"\d{4}:[0-9A-Za-z-]{4,40}", written):
        return [f"#{written.lower()}"]
    plain = _plain(written)
    if re.fullmatch(r"(?:SE|DK|NO|FI)?\d{7,15}(?:MVA)?", plain):
        return [f"#{plain}"]
    return []


def own_marks(customer_number: str, number: str, gln: str) -> list[str]:
    """A supplier finds its own customers by every number that it has given us, also a sole trader's."""
    return [f"#{_plain(mark)}" for mark in (customer_number, number, gln) if mark.strip()]


def owner_mark(company: CompanyId) -> str:
    """Keeps the customers of one supplier apart within the one index."""
    return f"@{company.hex}"


def is_personal(participant: str) -> bool:
    """Whether a Peppol id holds a person's own number."""
    scheme, _, value = participant.partition(":")
    return scheme == "0007" and value[2:3] < "2"


def shown_number(country: str, number: str) -> str | None:
    """A company number as a stranger may see it: never a person's own."""
    if country == "SE":
        try:
            return sweden.parse_organisation_number(number)
        except Invalid:
            return None
    return number


def marked(words: str, marks: Iterable[str]) -> list[str]:
    """All that an entry is found by."""
    return list(dict.fromkeys([*trigrams(words), *marks]))


def _plain(number: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", number.upper())
