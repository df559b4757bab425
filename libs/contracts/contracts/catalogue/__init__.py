"""What the network sells: items with prices from a day on, plans with what each permits, terms of sale. Data only."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def catalogue() -> dict[str, Any]:
    """The tables `items`, `plans` and `terms_of_sale`; days are dates, prices are decimal text in SEK before VAT.

    The wallet decides by these tables, and the portal shows them; prices announced later are told as facts.
    """
    return tomllib.loads(files(__name__).joinpath("catalogue.toml").read_text("utf-8"))


def is_offered(item: str) -> bool:
    """Whether the network can do what the item is for; what it cannot do yet is not offered."""
    needs = catalogue()["items"][item].get("needs")
    return needs is None or needs in catalogue()["able"]


def kept(permits: Iterable[str]) -> list[str]:
    """Of what a plan permits, what the network can do: a promise is made only then."""
    return [permit for permit in permits if permit in catalogue()["able"]]
