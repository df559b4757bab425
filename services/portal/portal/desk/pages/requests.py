"""Requests for recipients: those that wait, and one with what can be decided about it."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from portal.companies.view import names_of
from portal.desk import recipients as api
from portal.desk.here import Desk, TheDesk, told
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Support
from portal.edge.forms import TheForm
from portal.edge.problems import Problem
from portal.recipients.view import desk_request_of, requests_for_the_desk

router = APIRouter(prefix="/desk/requests")

TONES = {"requested": "info", "in-progress": "warning", "registered": "success", "updated": "success"}
FIELDS = ("note", "operator", "participant")


@router.get("")
async def requests_page(
    here: TheDesk, staff: Support, edge: TheEdge, decided: bool = False, after: str = "", told: str = ""
) -> Response:
    """Those that nobody has decided, the oldest first; or those that somebody has."""
    rows, older = here.cut(await requests_for_the_desk(edge.db, decided, here.page_of(after)), "moved_at")
    names = await names_of(edge.db, {row["company"] for row in rows})
    return here.show("desk_requests.html", rows=rows, names=names, decided=decided, older=older, tones=TONES, told=told)


@router.get("/{recipient_request}")
async def request_page(recipient_request: UUID, here: TheDesk, staff: Support) -> Response:
    return await _page(here, recipient_request, NOTHING_SAID)


@router.post("/{recipient_request}")
async def decide(recipient_request: UUID, here: TheDesk, staff: Support, form: TheForm, edge: TheEdge) -> Response:
    """Takes it on, grants it or refuses it: whichever button was pressed."""

    async def route(request: UUID, response: Response) -> Any:
        given = {name: form[name] or None for name in ("participant",)}
        required = {"yes": True, "no": False}.get(form["e_invoice_required"])
        body = form.into(api.RecipientDecision, **given, e_invoice_required=required)
        return await api.decide(recipient_request, body, staff, request, response, edge)

    again = partial(_page, here, recipient_request)
    return await act(form, here.reader, route, done=told("/desk/requests"), again=again)


async def _page(here: Desk, recipient_request: UUID, said: Said) -> Response:
    row = await desk_request_of(here.reader.edge.db, recipient_request)
    if row is None:
        raise Problem("recipient-request.not-found")
    names = await names_of(here.reader.edge.db, {row["company"]})
    return here.show(
        "desk_request.html",
        said,
        row=row,
        sender=names.get(row["company"], str(row["company"])),
        takes_two=row["kind"] == "update",
        tone=TONES.get(row["status"], "neutral"),
    )
