"""What the network sells: items with prices from a day on, plans with what each permits, terms of sale. Data only."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def catalogue() -> dict[str, Any]:
    """The tables `items`, `plans` and `terms_of_sale`; days are dates, prices are decimal text in SEK before VAT.

    The wallet decides by these tables, and the portal shows them; prices announced later are told as facts.
    """
    return tomllib.loads(files(__name__).joinpath("catalogue.toml").read_text("utf-8"))
