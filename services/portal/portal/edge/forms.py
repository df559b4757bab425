"""Forms come from our own pages: token, Sec-Fetch-Site and the request id that makes pressing twice harmless."""

import hmac
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, TypeVar, get_args
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from chassis import derived_id
from contracts.text import forbidden_in
from portal.edge.asking import OWN_SITES
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.people.limits import HOUR_S, Rate, Share
from portal.people.people import Person

FIELDS_MAX = 50
LONG_FORM_FIELDS_MAX = 2_500
FIELD_BYTES_MAX = 10_000
FIELDS_WITH_LINES = ("text", "message", "reason", "note", "description")
"""Those that a page shows as a box of several lines; or a field of a row that ends so, as `lines-0-description`."""
WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
ONCE = Rate(1, HOUR_S)
I = TypeVar("I", bound=BaseModel)  # noqa: E741 - an input


class StaleForm(Exception):
    """The form was not filled in on a page of ours, or so long ago that its token is of no more use."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a person filled in, each field trimmed."""

    fields: dict[str, str]
    request: UUID

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def whole(self, name: str) -> int | str:
        """A whole number as people write it, such as `1 000`; whatever else was typed as it stands, to be refused."""
        plain = "".join(self[name].split())
        return int(plain) if WHOLE.fullmatch(plain) else self[name]

    def into(self, kind: type[I], **given: object) -> I:
        """What the API's route takes, of the fields with the same names: one that is left empty is not there.

        A box that is not ticked is false. Numbers may be written as `1 234,50`. Raises pydantic.ValidationError.
        """
        values: dict[str, object] = {}
        for name, wanted in kind.model_fields.items():
            text = self[name]
            if wanted.annotation is bool:
                values[name] = bool(text)
            elif text:
                values[name] = as_number(text) if _is_number(wanted.annotation) else text
        return kind(**{**values, **given})

    def request_of(self, person: Person) -> UUID:
        """The id of the request: nobody can name another person's."""
        return derived_id(person.id, "request", str(self.request))


async def form_of(request: Request, reader: TheReader) -> Form:
    """Raises StaleForm unless the form is ours."""
    return await _form_of(request, reader, FIELDS_MAX)


async def long_form_of(request: Request, reader: TheReader) -> Form:
    """A form with rows, such as an invoice; the body has its own limit. Raises StaleForm unless the form is ours."""
    return await _form_of(request, reader, LONG_FORM_FIELDS_MAX)


async def form_with_files(request: Request, reader: Reader, files_max: int) -> tuple[Form, list[tuple[str, bytes]]]:
    """A long form with the files that were chosen in it, by name. Raises StaleForm unless the form is ours."""
    _must_be_from_us(request)
    limits = {"max_files": files_max, "max_fields": LONG_FORM_FIELDS_MAX, "max_part_size": FIELD_BYTES_MAX}
    async with request.form(**limits) as form:
        files = [(one.filename or "", await one.read()) for one in form.values() if not isinstance(one, str)]
        fields = {name: _lines(value) for name, value in form.items() if isinstance(value, str)}
    return _checked(fields, reader), [(name, content) for name, content in files if content]


async def _form_of(request: Request, reader: Reader, fields_max: int) -> Form:
    _must_be_from_us(request)
    async with request.form(max_files=0, max_fields=fields_max, max_part_size=FIELD_BYTES_MAX) as form:
        fields = {name: _lines(value) for name, value in form.items() if isinstance(value, str)}
    return _checked(fields, reader)


def _must_be_from_us(request: Request) -> None:
    if request.headers.get("sec-fetch-site", "none") not in OWN_SITES:
        raise StaleForm("the form was sent by another site")


def _checked(fields: dict[str, str], reader: Reader) -> Form:
    for name, value in fields.items():
        lines = name.rpartition("-")[2] in FIELDS_WITH_LINES
        if sign := forbidden_in(value, lines=lines) or forbidden_in(name):
            raise Problem("text.forbidden-sign", where=name, sign=sign)
    if not hmac.compare_digest(fields.get("token", "").encode(), reader.token.encode()):
        raise StaleForm("the token does not fit")
    try:
        return Form(fields, UUID(fields.get("request", "")))
    except ValueError as error:
        raise StaleForm("the form names no request") from error


def _lines(written: str) -> str:
    """Trimmed, and each line ends as everywhere else: browsers send CR and LF."""
    return written.strip().replace("\r\n", "\n")


def _is_number(annotation: object) -> bool:
    return bool({Decimal, int} & {annotation, *get_args(annotation)})


def as_number(text: str) -> str:
    """A number as people write it, as one that programs read."""
    return "".join(text.split()).replace(",", ".")


TheForm = Annotated[Form, Depends(form_of)]
TheLongForm = Annotated[Form, Depends(long_form_of)]


@asynccontextmanager
async def first_time(reader: Reader, form: Form) -> AsyncIterator[bool]:
    """Whether this form comes for the first time; for what no aggregate makes harmless, such as a mail.

    A form that is refused within has not come: the same one may be sent again.
    """
    share = Share("form", str(form.request), ONCE)
    is_first = not await reader.edge.limits.take(share)
    try:
        yield is_first
    except BaseException:
        if is_first:
            await reader.edge.limits.give_back([share])
        raise


def go(path: str) -> RedirectResponse:
    """On to another page; Back and Reload then send nothing again."""
    return RedirectResponse(path, 303, {"cache-control": "no-store"})


def own_path(path: str) -> str:
    """The path when it is one of this site's, else empty: nobody is sent elsewhere by a link to us."""
    parts = urlsplit(path)
    harmless = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if harmless and not parts.scheme and not parts.netloc else ""
