"""A write that carries an Idempotency-Key is done once: sent again it has the answer that it had.

Whoever comes first claims the key, and its answer is kept for a day. Whoever comes meanwhile waits for that answer. The
same key with another body is refused. A refusal and a late answer keep nothing, so that the call can be sent again.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final
from uuid import UUID

from fastapi import Request, Response

from portal.edge.asking import Edge, admitted, by_key, client_of, edge_of, is_of_a_system, session_token
from portal.edge.guard import UPLOADS, once_more
from portal.edge.kept_answers import Call, Kept
from portal.edge.problems import Problem
from portal.edge.sent_files import body_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

HEADER: Final = "idempotency-key"
CHARACTERS_MAX: Final = 200
REPLAYED: Final = {"idempotency-replayed": "true"}
LOOK_AGAIN_S: Final = 0.1
"""Whoever answers may be another process, and no view moves when it does."""


async def once(request: Request, handle: Handler, *, is_public: bool, is_secret: bool) -> Response:
    """The answer of `handle`, which is asked once for each key. Raises Problem `request.*`."""
    key = request.headers[HEADER]
    if len(key) > CHARACTERS_MAX:
        raise Problem("request.key-too-long", characters_max=CHARACTERS_MAX)
    edge = edge_of(request)
    owner = await _owner_of(request, edge, is_public=is_public)
    if owner is None:
        return await handle(request)
    call = Call(owner, key)
    if request.url.path.endswith(UPLOADS):  # others are read already, within their own limit
        body = await body_of(request, edge.settings.attachment_bytes_max)
        request = Request(request.scope, once_more(body, request.receive))
    digest = edge.kept.digest_of(request.method, str(request.url), await request.body())
    kept = await _kept_or_claimed(call, digest, edge)
    if kept is None:
        return await _answer(request, handle, call, edge, is_secret=is_secret)
    if is_secret:
        raise Problem("request.shown-once")
    return Response(kept.body, kept.status, kept.headers | REPLAYED)


async def _kept_or_claimed(call: Call, digest: str, edge: Edge) -> Kept | None:
    """The answer that is kept; None for whoever is to make it. Raises Problem."""
    deadline = time.monotonic() + edge.settings.answer_timeout_s
    while not await edge.kept.claim(call, digest):
        kept = await edge.kept.find(call)
        if kept is None:
            continue
        if kept.digest != digest:
            raise Problem("request.reused")
        if kept.is_whole:
            return kept
        if time.monotonic() > deadline:
            raise Problem("request.being-answered", wait_s=1)
        await asyncio.sleep(LOOK_AGAIN_S)
    return None


async def _answer(request: Request, handle: Handler, call: Call, edge: Edge, *, is_secret: bool) -> Response:
    """Raises whatever `handle` raises; then the call may be sent again."""
    try:
        response = await handle(request)
    except BaseException:
        await edge.kept.release(call)
        raise
    body = getattr(response, "body", None)  # none has one that is written while it is sent
    if 200 <= response.status_code < 300 and response.status_code != 202 and body is not None:
        kept = b"" if is_secret else bytes(body)
        await edge.kept.keep(call, response.status_code, dict(response.headers), kept)
    else:
        await edge.kept.release(call)
    return response


async def _owner_of(request: Request, edge: Edge, *, is_public: bool) -> UUID | None:
    """Whose keys these are: a person's, those of all systems of a company, or those of a stranger's network address.

    None for a stranger where one must be logged in. Raises Problem or Refused for a key that does not open the route.
    """
    if is_public:
        return edge.kept.owner_at(client_of(request))
    token = session_token(request)
    if is_of_a_system(token):
        system = admitted(await by_key(token, edge), request).system
        return system.company if system else None
    person = await edge.people.who(token) if token else None
    return person.id if person else None
