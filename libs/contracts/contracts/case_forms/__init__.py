"""What a case can be about: each category has its own form, as data that support checks and the portal shows."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class CaseForm:
    """A category: its titles, and the titles of its fields, by language. People choose those that are `offered`.

    A category with a `door` is asked for at that address instead, under `/companies/{company}/` of the API.
    """

    name: str
    offered: bool
    titles: dict[str, str]
    mandatory: dict[str, dict[str, str]]
    optional: dict[str, dict[str, str]]
    door: str = ""


@cache
def case_forms() -> dict[str, CaseForm]:
    """Every category by its name, in the order in which people are offered them."""
    rows = tomllib.loads((files(__name__) / "case_forms.toml").read_text())
    return {
        name: CaseForm(
            name,
            row.get("offered", True),
            row["title"],
            row.get("mandatory", {}),
            row.get("optional", {}),
            row.get("door", ""),
        )
        for name, row in rows.items()
    }
