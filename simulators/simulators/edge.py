"""What every request passes before a simulator sees it: a stamp, a size limit, and the rules in force."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulators.control import Control, Effect

ErrorBody = Callable[[int, str, str], dict[str, Any]]
"""Writes an error as the party writes it, from (HTTP status, code or "", explanation)."""

REQUEST_EFFECTS = frozenset({Effect.FAIL, Effect.DELAY, Effect.LOSE_ANSWER, Effect.CUT})
"""The effects that any operation reached by a request knows."""


@dataclass(frozen=True)
class Operation:
    """A door that rules can be laid on: its name, HTTP method and path pattern (whole path)."""

    name: str
    method: str
    path: str

    def matches(self, scope: Scope) -> bool:
        """Tell whether this request comes through this door."""
        return scope["method"] == self.method and re.fullmatch(self.path, scope["path"]) is not None


class Stamp:
    """Says on every answer that a simulator gave it: `X-Provider: sim`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and stamp the answer."""

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Provider"] = "sim"
            await send(message)

        await self.app(scope, receive, stamped)


class BodyLimit:
    """Refuses with 413 a body of more than `body_max_bytes`, declared or sent."""

    def __init__(self, app: ASGIApp, body_max_bytes: int, error_body: ErrorBody) -> None:
        self.app = app
        self.body_max_bytes = body_max_bytes
        self.error_body = error_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body up to the limit, then pass the request on with the body in hand."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if len(body) > self.body_max_bytes:
                told = self.error_body(413, "", f"The body is larger than {self.body_max_bytes} bytes.")
                await JSONResponse(told, 413, {"Connection": "close"})(scope, receive, send)
                return
            if not message.get("more_body", False):
                break
        await self.app(scope, _once(body, receive), send)


class Obey:
    """Carries out the rules that fit any request: fail, delay, lose the answer, break off halfway."""

    def __init__(self, app: ASGIApp, control: Control, operations: list[Operation], error_body: ErrorBody) -> None:
        self.app = app
        self.control = control
        self.operations = operations
        self.error_body = error_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look for a rule on this operation, and pass the request on unless it is to fail."""
        operation = self._operation(scope)
        if operation is None:
            await self.app(scope, receive, send)
            return
        if delay := self.control.take(operation.name, Effect.DELAY):
            body = (await receive()).get("body", b"")
            if not await _waited(delay.seconds, receive):
                return
            receive = _once(body, receive)
        if fail := self.control.take(operation.name, Effect.FAIL):
            told = self.error_body(fail.status, fail.code, "The simulator was told to fail.")
            await JSONResponse(told, fail.status)(scope, receive, send)
        elif lose := self.control.take(operation.name, Effect.LOSE_ANSWER):
            await self.app(scope, receive, _nowhere)
            told = self.error_body(lose.status, lose.code, "The simulator was told to lose the answer.")
            await JSONResponse(told, lose.status)(scope, receive, send)
        elif self.control.take(operation.name, Effect.CUT):
            await self.app(scope, receive, _halved(send))
        else:
            await self.app(scope, receive, send)

    def _operation(self, scope: Scope) -> Operation | None:
        if scope["type"] != "http":
            return None
        return next((operation for operation in self.operations if operation.matches(scope)), None)


def _once(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _waited(seconds: float, receive: Receive) -> bool:
    """Wait; False when the asker has gone before the time was over, so that nobody is held up by a wait for nobody."""
    gone = asyncio.ensure_future(receive())
    done, _ = await asyncio.wait({gone}, timeout=seconds)
    gone.cancel()
    return not done


def _halved(send: Send) -> Send:
    """Sends the first half of the body under the headers of the whole: the reader waits for the rest in vain."""

    async def half(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = message.get("body", b"")
            message = {**message, "body": body[: len(body) // 2]}
        await send(message)

    return half


async def _nowhere(message: Message) -> None:
    """Swallow an answer that is to be lost."""
