"""A stream of server-sent events for each page that is open: it says when to look again, and nothing else."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse

from portal.companies.acting import Viewer
from portal.companies.view import role_of
from portal.edge.asking import Edge, TheEdge, session_token
from portal.edge.inputs import POSITION_MAX
from portal.live.watching import Watcher, Watching

router = APIRouter(prefix="/c/{company}")

CHANGED = "id: {position}\nevent: changed\ndata: look\n\n"
OVER = "event: over\ndata: over\n\n"
STILL_HERE = ": still here\n\n"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""A proxy before us hands on every word at once."""


@router.get("/live")
async def live(
    request: Request,
    acting: Viewer,
    edge: TheEdge,
    since: Annotated[int, Query(ge=0, le=POSITION_MAX)] = 0,
    invoice: UUID | None = None,
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> StreamingResponse:
    """Tells a page of a company that something changed since it was made, or since the last word (`Last-Event-ID`)."""
    watching: Watching = request.app.state.watching
    watching.require_room(acting.person.id)
    seen = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else since
    watcher = Watcher(acting.person.id, acting.company, invoice, min(seen, POSITION_MAX))
    said = _said(watcher, watching, session_token(request), edge)
    return StreamingResponse(said, media_type="text/event-stream", headers=HEADERS)


async def _said(watcher: Watcher, watching: Watching, token: str, edge: Edge) -> AsyncIterator[str]:
    """Before every word it is asked whether the session still lives, and may still see the company."""
    yield f"retry: {edge.settings.live_retry_ms}\n\n"
    async with watching.watched(watcher):
        while (heard := await watching.next(watcher, edge.settings.live_heartbeat_s)) is not None:
            if not await _may_hear(watcher, token, edge):
                yield OVER
                return
            yield CHANGED.format(position=watcher.position) if heard else STILL_HERE


async def _may_hear(watcher: Watcher, token: str, edge: Edge) -> bool:
    person = await edge.people.who(token)
    return person is not None and await role_of(edge.db, person.id, watcher.company) is not None
