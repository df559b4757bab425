"""The menu of a company's pages: areas name their places, and the frame shows those that a reader may come to."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from chassis import Db
from contracts.values import CompanyId

Group = Literal["overview", "invoices", "inbox", "customers", "suppliers", "credits", "company", "settings", "help"]
GROUPS: dict[Group, str] = {
    "overview": "overview",
    "invoices": "invoices",
    "inbox": "inbox",
    "customers": "customers",
    "suppliers": "suppliers",
    "credits": "shop",
    "company": "company",
    "settings": "settings",
    "help": "help",
}
"""In the order of the menu, each with the place that the group itself leads to. One without a place is not shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the menu leads to, called `place.<name>`; `path` is below the company, or whole (`for_all`)."""

    group: Group
    name: str
    path: str
    for_all: bool = False
    news: Callable[[Db, CompanyId], Awaitable[int]] | None = None
    """How much is new there for a company; shown beside the name of its group."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is left to do until a company can send, called `step.<name>`; a page below the company does it."""

    name: str
    path: str
    is_left: Callable[[Db, Mapping[str, Any]], Awaitable[bool]]
    """Asked with the row of the company."""


STEPS = ("terms", "address", "bank-account", "signature", "connection", "credits")
"""In the order in which they are done."""


async def news_of(places: Iterable[Place], db: Db, company: CompanyId) -> dict[Group, int]:
    """How much is new in each group of the menu."""
    return {place.group: await place.news(db, company) for place in places if place.news}


def menu(
    places: Iterable[Place], company_path: str, here: str, news: Mapping[Group, int] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """Groups with the places in them; `is_here` marks the place whose path fits best where the reader is."""
    found = [(place, place.path if place.for_all else company_path + place.path) for place in places]
    fitting = [one for one in found if here == one[1] or (one[1] != company_path and here.startswith(one[1] + "/"))]
    best = max(fitting, key=lambda one: len(one[1]))[0] if fitting else None
    groups = []
    for group, leads in GROUPS.items():
        own = [
            {"name": place.name, "path": path, "is_here": place is best}
            for place, path in sorted(found, key=lambda one: one[0].name != leads)
            if place.group == group
        ]
        if own:
            is_here = any(place["is_here"] for place in own)
            news_here = news.get(group, 0)
            groups.append({"name": group, "path": own[0]["path"], "is_here": is_here, "places": own, "news": news_here})
    return groups
