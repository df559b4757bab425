"""The operator's desk: what the portal's own views and relay could not take, and facts it could not handle."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from chassis import derived_id
from portal.desk.shown import DeadLetterShown, EventSetAside, HeardAgain
from portal.edge.asking import Edge, RequestId, TheEdge
from portal.edge.at_the_desk import Operations
from portal.edge.clock import now
from portal.edge.inputs import LINES, Input
from portal.edge.operations import Api
from portal.edge.problems import Problem
from portal.edge.shown import Done
from portal.people.people import Person
from portal.staff.commands import NoteAct

router = Api(prefix="/api/v1/desk", tags=["desk"])

TRIED: Final = "set_aside_tried_again"
SKIPPED: Final = "set_aside_skipped"
HEARD: Final = "dead_letter_heard_again"


class Skip(Input):
    """Why it may be passed over, for colleagues and auditors; no personal data."""

    reason: Annotated[str, Field(min_length=1, max_length=500), LINES]


@router.get("/set-aside", response_model=list[EventSetAside])
async def set_aside(staff: Operations, edge: TheEdge) -> list[dict[str, Any]]:
    """What waits for a cure or for an operator (docs/runbooks/set-aside.md), oldest first; the portal's own alone.

    Whoever looks at a list that is older than it should be finds the reason here: `stops` says that the view shows
    nothing newer than `since`. `stafett status` and `/health/state` tell it of every service.
    """
    return [asdict(one) for one in (await edge.runtime.what_is_set_aside())[: edge.settings.list_rows_max]]


@router.post("/set-aside/{number}/try-again", response_model=Done)
async def try_again(number: int, staff: Operations, request: RequestId, edge: TheEdge) -> dict[str, Any]:
    """The follower tries it now, not when its time comes; whether it went well, the list says."""
    await _of_number(number, edge)
    await note(request, staff, TRIED, str(number), edge)
    await edge.runtime.try_again(number)
    return {"status": "tried"}


@router.post("/set-aside/{number}/skip", response_model=Done)
async def skip(number: int, body: Skip, staff: Operations, request: RequestId, edge: TheEdge) -> dict[str, Any]:
    """The follower passes it over for good; who decided it and why is kept with it."""
    await _of_number(number, edge)
    await note(request, staff, SKIPPED, str(number), edge)
    await edge.runtime.skip(number, str(staff.id), body.reason)
    return {"status": "skipped"}


@router.get("/dead-letters", response_model=list[DeadLetterShown])
async def dead_letters(staff: Operations, edge: TheEdge) -> list[dict[str, Any]]:
    """Facts that the portal could not handle (docs/runbooks/dead-letters.md), oldest first, without what they hold."""
    letters = (await edge.runtime.what_died())[: edge.settings.list_rows_max]
    return [
        {
            "number": letter.number,
            "subject": letter.subject.rpartition(".")[0],
            "reason": letter.reason,
            "died_at": letter.died_at,
        }
        for letter in letters
    ]


@router.post("/dead-letters/{number}/hear-again", response_model=HeardAgain)
async def hear_again(number: int, staff: Operations, request: RequestId, edge: TheEdge) -> dict[str, Any]:
    """The portal handles it once more: `reason` says why it cannot, and is empty when it could."""
    if all(letter.number != number for letter in await edge.runtime.what_died()):
        raise Problem("desk.set-aside-not-found")
    await note(request, staff, HEARD, str(number), edge)
    return {"reason": await edge.runtime.hear_again(number)}


async def _of_number(number: int, edge: Edge) -> None:
    """Raises Problem when nothing is set aside under it."""
    if all(one.number != number for one in await edge.runtime.what_is_set_aside()):
        raise Problem("desk.set-aside-not-found")


async def note(request: UUID, staff: Person, act: str, about: str, edge: Edge) -> None:
    """Enters into the log what tells nobody. It stands there before it is done: nothing is done without a line."""
    at: datetime = now()
    command = NoteAct(at=at, note=derived_id(request, "note"), person=staff.id, act=act, about=about)
    await edge.runtime.perform(command, actor=str(staff.id), correlation=request)
