"""The guard at the door: what cannot be text, JSON or an address is refused before any route sees it.

Pure ASGI: `Guard` stands inside of what answers a crash and outside of everything else, and `headed` gives its headers
to every answer, that of a crash too. Bodies other than uploads are read here, once, within their limit.
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.text import forbidden_in, shown, texts_in
from portal.edge.problems import Problem
from portal.settings import PortalSettings

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
SAFE = ("GET", "HEAD", "OPTIONS")
UPLOADS = ("/attachments", "/customer-registers/files")
"""Whose bodies are files: they are large, and read by those who know what they hold."""
JSON_ALWAYS = "/webhooks/"
JSON_TYPE = re.compile(r"application/(?:[\w.-]+\+)?json")
FORM_TYPE = re.compile(r"application/x-www-form-urlencoded|multipart/form-data")
READ_HEADERS = (b"authorization", b"idempotency-key", b"content-type", b"webhook-")
"""Those whose value counts: they hold printable ASCII. A cookie may be of another site on this host."""
PRINTABLE = re.compile(rb"[\t\x20-\x7e]*")
NUMBER_DIGITS_MAX = 18
"""So many fit in a whole number of the database."""
NUMBER_CHARACTERS_MAX = 40

Answering = Callable[[Request, Exception], Awaitable[Response]]


def headed(send: Send) -> Send:
    """Gives an answer the headers that every answer carries, where it has none of its own."""

    async def send_headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_headed


class Guard:
    """ASGI: lets through what can be read, and answers the rest with a refusal in the reader's words."""

    def __init__(
        self, app: ASGIApp, settings: PortalSettings, answering: Answering, clock_is_right: Callable[[], bool]
    ) -> None:
        self._app = app
        self._settings = settings
        self._answering = answering
        self._clock_is_right = clock_is_right

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._check_clock(scope)
            check_address(scope, self._settings)
            check_headers(scope, self._settings)
            receive = await self._read(scope, receive)
        except Problem as problem:
            answer = await self._answering(Request(scope, receive), problem)
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _check_clock(self, scope: Scope) -> None:
        """While the clock is wrong nothing is taken that would be dated, or judged by its age, as a webhook is.

        Whoever comes again is answered then.
        """
        if scope["method"] not in SAFE and not self._clock_is_right():
            raise Problem("service.unavailable", what="clock")

    async def _read(self, scope: Scope, receive: Receive) -> Receive:
        """Reads the body and checks it; what comes back gives it once more. An upload is left to its route."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        upload = scope["path"].endswith(UPLOADS)
        size_max = self._settings.attachment_bytes_max if upload else self._settings.body_bytes_max
        declared = headers.get(b"content-length", "0")
        if not declared.isdecimal() or len(declared) > NUMBER_DIGITS_MAX or int(declared) > size_max:
            raise Problem("body.too-large", size_max=size_max)
        if b"transfer-encoding" in headers and not upload:
            raise Problem("body.length-required")
        if upload or int(declared) == 0:
            return receive
        body = await body_of(receive, size_max)
        if body is None:
            return receive
        kind = headers.get(b"content-type", "").lower()
        if JSON_TYPE.match(kind) or scope["path"].startswith(JSON_ALWAYS):
            check_json(body, self._settings.body_depth_max)
        elif FORM_TYPE.match(kind):
            check_form(body, percent=kind.startswith("application/"))
        return once_more(body, receive)


async def body_of(receive: Receive, size_max: int) -> bytes | None:
    """The whole body, read no further than the limit; None when whoever sent it has gone."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if len(body) > size_max:
            raise Problem("body.too-large", size_max=size_max)
        if not message.get("more_body", False):
            return bytes(body)


def once_more(body: bytes, receive: Receive) -> Receive:
    """Gives a body that was read, and then what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def check_address(scope: Scope, settings: PortalSettings) -> None:
    """Raises Problem for a path or a query that is too long, in another encoding, or holds what no line may hold."""
    path, query = scope.get("raw_path") or b"", scope["query_string"]
    if len(path) + len(query) > settings.address_bytes_max:
        raise Problem("request.address-too-long", size_max=settings.address_bytes_max)
    for where, written in (("path", path), ("query", query.replace(b"+", b" "))):
        check_text(unquote_to_bytes(written), where, lines=False)


def check_headers(scope: Scope, settings: PortalSettings) -> None:
    """Raises Problem for headers that are too large together, and for bytes other than ASCII where they are read."""
    if sum(len(name) + len(value) for name, value in scope["headers"]) > settings.headers_bytes_max:
        raise Problem("request.headers-too-large", size_max=settings.headers_bytes_max)
    for name, value in scope["headers"]:
        if name.startswith(READ_HEADERS) and not PRINTABLE.fullmatch(value):
            raise Problem("header.malformed", header=shown(name.decode("latin-1")))


def check_form(body: bytes, *, percent: bool) -> None:
    """Raises Problem for a form in another encoding, or with a sign that no field may hold."""
    check_text(unquote_to_bytes(body.replace(b"+", b" ")) if percent else body, "form", lines=True)


def check_text(written: bytes, where: str, *, lines: bool) -> None:
    """Raises Problem when the bytes are no UTF-8 or hold a forbidden sign."""
    try:
        text = written.decode()
    except UnicodeDecodeError as error:
        raise Problem("text.wrong-encoding", where=where) from error
    if sign := forbidden_in(text, lines=lines):
        raise Problem("text.forbidden-sign", where=where, sign=sign)


def check_json(body: bytes, depth_max: int) -> None:
    """Raises Problem for JSON that is no UTF-8, too deep, or holds a number too long or a sign that no text may hold.

    What is no JSON at all is left to the route, which says where it breaks.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("text.wrong-encoding", where="body") from error
    if sign := forbidden_in(text, lines=True):
        raise Problem("text.forbidden-sign", where="body", sign=sign)
    try:
        content = json.loads(text, parse_int=_whole, parse_float=_broken, parse_constant=_number_refused)
    except RecursionError as error:
        raise Problem("body.too-deep", depth_max=depth_max) from error
    except ValueError:
        return
    for place, found in texts_in(content):
        if place.depth > depth_max:
            raise Problem("body.too-deep", depth_max=depth_max)
        if sign := forbidden_in(found, lines=True):
            raise Problem("text.forbidden-sign", where=str(place) or "body", sign=sign)


def _whole(written: str) -> int:
    if len(written.lstrip("-")) > NUMBER_DIGITS_MAX:
        _number_refused(written)
    return int(written)


def _broken(written: str) -> float:
    """Long ones and 1e999, which is infinite, are no amount of anything."""
    number = float(written) if len(written) <= NUMBER_CHARACTERS_MAX else float("inf")
    if abs(number) == float("inf"):
        _number_refused(written)
    return number


def _number_refused(written: str) -> Any:
    raise Problem("number.out-of-range", number=shown(written[:NUMBER_CHARACTERS_MAX]))
