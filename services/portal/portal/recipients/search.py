"""Searching recipients: by identifier, by the beginning of the name, by its parts, and by names that are nearly so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from chassis import Db
from portal.recipients.view import by_beginning, by_marks, nearly
from portal.search_words import (
    QUERY_CHARACTERS_MAX,
    Limits,
    asked_marks,
    folded,
    inner_trigrams,
    likeness_to,
    near_misses,
)

LIKENESS_MIN: Final = 0.45
"""Less like than this is another name."""
_SOURCES: Final = ("member", "known", "outside")


async def everybody(db: Db, query: str, country: str, limits: Limits) -> list[dict[str, Any]]:
    """The recipients that fit best, best first, of all that everybody may find; one for each company."""
    if marks := asked_marks(query):
        return [_public(row) for row in _one_each(await by_marks(db, marks, country, limits.hits_max))]
    words = folded(query[:QUERY_CHARACTERS_MAX])
    if not words:
        return []
    likeness = likeness_to(words)
    found = await by_beginning(db, words, country, limits.hits_max)
    exact = any(row["folded"] == words for row in found)
    if not exact and len(found) < limits.hits_max and (parts := inner_trigrams(words)):
        found += await by_marks(db, parts, country, limits.candidates_max)
    if not found and (missed := near_misses(words)):
        each = max(limits.hits_max, limits.candidates_max // len(missed))
        near = await nearly(db, missed, country, each)
        found += [row for row in near if likeness(row["folded"]) >= LIKENESS_MIN]
    return [_public(row) for row in _one_each(_ranked(found, words, likeness))[: limits.hits_max]]


def _ranked(rows: list[Any], words: str, likeness: Callable[[str], float]) -> list[Any]:
    """The likest first; of equals a member before a known recipient, before somebody found outside."""

    def rank(row: Any) -> tuple[float, int, str]:
        begins = row["folded"].startswith(words)
        return -likeness(row["folded"]) - (0.5 if begins else 0.0), row["source"], row["folded"]

    return sorted(rows, key=rank)


def _one_each(rows: Sequence[Any]) -> list[Any]:
    """A company that is known in several ways is shown once: as a member rather than as found outside."""
    best: dict[Any, Any] = {}
    for row in rows:
        company = (row["country"], row["number"]) if row["number"] else row["id"]
        if company not in best or row["source"] < best[company]["source"]:
            best[company] = row
    return list(best.values())


def _public(row: Any) -> dict[str, Any]:
    shown = {name: value for name, value in dict(row).items() if name not in ("folded", "source")}
    return {"source": _SOURCES[row["source"]], **shown}
