"""The frame of the desk's pages: who reads, with which roles, in Swedish or English, and the menu."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import Depends, Request, Response

from contracts.values import Language
from portal.edge.acts import NOTHING_SAID, Said
from portal.edge.asking import TheEdge, ThePerson
from portal.edge.at_the_desk import TheRoles, may
from portal.edge.paging import cursor_of, place_of
from portal.edge.reader import Reader
from portal.edge.words import LANGUAGES
from portal.people.people import Person
from portal.staff.commands import Role
from portal.telling.reading import Page, Row

SPOKEN: Final[tuple[Language, ...]] = ("sv", "en")
"""The languages of the operator's staff."""
ZONE: Final = ZoneInfo("Europe/Stockholm")
PLACES: Final[tuple[tuple[str, str, Role], ...]] = (
    ("requests", "/desk/requests", "support"),
    ("cases", "/desk/cases", "support"),
    ("companies", "/desk/companies", "support"),
    ("invoices", "/desk/invoices", "support"),
    ("money", "/desk/money", "finance"),
    ("bank", "/desk/bank", "finance"),
    ("corrections", "/desk/corrections", "finance"),
    ("proposals", "/desk/proposals", "support"),
    ("running", "/desk/running", "operations"),
    ("staff", "/desk/staff", "admin"),
    ("log", "/desk/log", "admin"),
)
"""The menu: the word of each place, where it is, and the role that it needs."""
FOR_ANY_ROLE: Final = ("proposals",)
"""What each of the staff sees so much of as their roles open."""


@cache
def words(language: Language) -> Mapping[str, str]:
    """The desk's own words by key, such as `money.title`."""
    table = tomllib.loads((files(__package__) / "words" / f"{language}.toml").read_text("utf-8"))
    return {f"{group}.{name}": text for group, phrases in table.items() for name, text in phrases.items()}


class DeskReader(Reader):
    """One of the staff, who reads the desk's words beside those of all pages."""

    def d(self, key: str, **values: object) -> str:
        return words(self.language)[key].format(**values)

    def d_or(self, key: str, otherwise: str) -> str:
        """A word that may be newer than ours."""
        return words(self.language).get(key, otherwise)

    def _words(self) -> dict[str, Any]:
        common = Reader._words(self)
        switch = {code: common["switch"][code] for code in SPOKEN}
        languages = {code: LANGUAGES[code] for code in SPOKEN}
        return {**common, "languages": languages, "switch": switch, "d": self.d, "d_or": self.d_or, "zone": ZONE}


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of the desk, for whoever has come to it."""

    reader: DeskReader
    person: Person
    roles: frozenset[str]

    def may(self, role: Role) -> bool:
        return may(self.roles, role)

    def show(self, template: str, said: Said = NOTHING_SAID, **values: Any) -> Response:
        """The page; `said` is what is said again after a refusal."""
        here = self.reader.request.url.path
        places = [
            {"name": name, "path": path, "is_here": here == path or here.startswith(f"{path}/")}
            for name, path, role in PLACES
            if name in FOR_ANY_ROLE or self.may(role)
        ]
        return self.reader.page(
            template,
            said.status,
            places=places,
            may=self.may,
            filled={**values.pop("filled", {}), **said.filled},
            wrong=said.wrong,
            cure=said.cure,
            **values,
        )

    def page_of(self, after: str) -> Page:
        """The page of a list that is asked for, with one row more than is shown: it says whether there is another."""
        return Page(self.reader.edge.settings.page_rows_max + 1, place_of(after[:200]) if after else None)

    def cut(self, rows: list[Row], by: str) -> tuple[list[Row], str]:
        """The rows that are shown, and where the next page begins; empty for the last."""
        rows_max = self.reader.edge.settings.page_rows_max
        if len(rows) <= rows_max:
            return rows, ""
        return rows[:rows_max], cursor_of(rows[rows_max - 1][by], rows[rows_max - 1]["id"])


async def desk_page(request: Request, person: ThePerson, roles: TheRoles, edge: TheEdge) -> Desk:
    plain = Reader.of(request, edge, person)
    language: Language = plain.language if plain.language in SPOKEN else "en"
    return Desk(DeskReader(request, edge, person, language, plain.token), person, roles)


TheDesk = Annotated[Desk, Depends(desk_page)]


def told(path: str) -> Callable[[Mapping[str, Any]], str]:
    """Where an act leads: to the page that says that it is done, or that another of the staff must approve it."""

    def done(answer: Mapping[str, Any]) -> str:
        if answer.get("answer") == "act_proposed":
            return "/desk/proposals?told=proposed"
        return f"{path}{'&' if '?' in path else '?'}told=done"

    return done
