"""Searching among the customers that a company has entered itself."""

from typing import Any

from chassis import Db
from contracts.values import CompanyId
from portal.customers.view import by_marks
from portal.search_words import QUERY_CHARACTERS_MAX, Limits, folded, inner_trigrams, likeness_to, own_marks, owner_mark


async def own_customers(db: Db, company: CompanyId, query: str, country: str, limits: Limits) -> list[dict[str, Any]]:
    """The supplier's own customers that fit, by name, customer number, company number or GLN."""
    owner, words = owner_mark(company), folded(query[:QUERY_CHARACTERS_MAX])
    found = await by_marks(db, [owner, *own_marks(query, "", "")], country, limits.hits_max)
    if parts := inner_trigrams(words):
        found += await by_marks(db, [owner, *parts], country, limits.candidates_max)
    seen: dict[str, Any] = {}
    likeness = likeness_to(words)
    for row in sorted(found, key=lambda row: -likeness(row["folded"])):
        seen.setdefault(row["key"], row)
    hidden = ("key", "folded")
    return [
        {"source": "customer", **{name: value for name, value in row.items() if name not in hidden}}
        for row in list(seen.values())[: limits.hits_max]
    ]
