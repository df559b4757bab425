"""Who reads a page and in which language, and the page itself made of its template."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, cast, get_args
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chassis import new_id
from contracts.values import Language
from nordic.written import account_number
from portal.edge import cookies, figures, typed
from portal.edge.asking import Edge, TheEdge, session_token
from portal.edge.own_files import STATIC
from portal.edge.problems import language_of
from portal.edge.words import LANGUAGES, catalogue, phrase, why
from portal.people.people import Person

AREAS = Path(__file__).parent.parent
"""Each area has its own templates."""
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asked for a page. `token` is what each of their forms must carry back."""

    request: Request
    edge: Edge
    person: Person | None
    language: Language
    token: str

    @classmethod
    def of(cls, request: Request, edge: Edge, person: Person | None) -> "Reader":
        """The language chosen by the switch, else the person's own, else the browser's."""
        chosen = cookies.taste(request, cookies.LANGUAGE)
        if chosen not in get_args(Language):
            chosen = person.language if person else language_of(request)
        token = person.csrf if person else cookies.taste(request, cookies.form_name(edge))
        return cls(request, edge, person, cast(Language, chosen), token or secrets.token_urlsafe(TOKEN_BYTES))

    def t(self, key: str, **values: object) -> str:
        return phrase(self.language, key, **values)

    def word(self, group: str, name: str) -> str:
        """What a service calls something, in our words; its own when it is newer than they are."""
        return catalogue(self.language).get(f"{group}.{name}", name)

    def why(self, code: str, details: dict[str, str]) -> str:
        return why(self.language, code, details)

    def money(self, amount: Decimal, currency: str) -> str:
        return figures.money(amount, currency, self.language)

    def number(self, value: Decimal | int) -> str:
        return figures.number(value, self.language)

    def day(self, value: date) -> str:
        return figures.day(value, self.language)

    def moment(self, value: datetime, zone: ZoneInfo) -> str:
        return figures.moment(value, self.language, zone)

    @property
    def here(self) -> str:
        """Where the reader is: the path and what was asked there."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    @property
    def came_from(self) -> str:
        """The page that the reader has before them: this one, or the one whose form was sent."""
        if self.request.method == "GET":
            return self.here
        parts = urlsplit(self.request.headers.get("referer", ""))
        if parts.netloc != self.request.headers.get("host") or not parts.path.startswith("/"):
            return self.request.url.path
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The page, never kept by a browser or on the way: it holds a form's token and a company's own affairs.

        `filled` is what its fields hold, and `wrong` what is wrong with them, by name; what somebody had typed there
        before they changed the language is theirs again.
        """
        kept = typed.typed(self.request) if self.request.method == "GET" else {}
        filled = _Fields({**values.pop("filled", {}), **kept})
        wrong = _Fields(values.pop("wrong", None) or {})
        words = {**self._words(), "filled": filled, "wrong": wrong, **values}
        html = templates().get_template(template).render(**words)
        response = HTMLResponse(html, status, {"cache-control": "no-store", "content-language": self.language})
        if kept:
            typed.forget(self.request, response, self.edge)
        if self.person is None and not cookies.taste(self.request, cookies.form_name(self.edge)):
            cookies.bake(response, self.edge, cookies.form_name(self.edge), self.token)
        return response

    def _words(self) -> dict[str, Any]:
        back = self.came_from
        return {
            "reader": self,
            "person": self.person,
            "language": self.language,
            "languages": LANGUAGES,
            "switch": {code: f"/language/{code}?{urlencode({'back': back})}" for code in LANGUAGES},
            **{name: getattr(self, name) for name in ("t", "word", "why", "money", "number", "day", "moment", "token")},
        }


class _Fields(dict[str, str]):
    """Fields by name; one that nobody has filled in is empty."""

    def __missing__(self, key: str) -> str:
        return ""


async def reader_of(request: Request, edge: TheEdge) -> Reader:
    token = session_token(request)
    return Reader.of(request, edge, await edge.people.who(token) if token else None)


TheReader = Annotated[Reader, Depends(reader_of)]


@cache
def templates() -> Environment:
    folders = FileSystemLoader(sorted(AREAS.glob("*/templates")))
    environment = Environment(
        loader=folders,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a template does not change under a running portal
        cache_size=-1,
    )
    environment.filters["decimal"] = Decimal
    environment.filters["account_of"] = lambda written, kind: account_number(kind, written)
    environment.filters["a_day"] = date.fromisoformat
    environment.globals |= {"fresh_id": fresh_id, "static": static_url, "company": None, "notice": None, "cure": None}
    return environment


def fresh_id() -> str:
    """The id of the request that a form makes: minted with the form, so that pressing twice asks once."""
    return str(new_id())


@cache
def static_url(name: str) -> str:
    """The address of a file of ours; another content has another address, so that browsers may keep each for ever."""
    content = (STATIC / name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"
