"""Where one is logged in, session by session; and another address for one's account."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request
from pydantic import EmailStr, Field

from chassis import Refused
from chassis.telemetry import log
from portal.accounts.profile import Password, prove
from portal.edge.asking import TheEdge, ThePerson, session_token
from portal.edge.inputs import Input
from portal.edge.operations import Api
from portal.edge.problems import Problem
from portal.edge.shown import Done
from portal.oneself.shown import OwnSession

router = Api(prefix="/api/v1", tags=["accounts"])


class NewEmail(Input):
    """The address that the account is to have, and the password once more."""

    email: EmailStr
    current: Password


class EmailCode(Input):
    """The code of the mail to the new address."""

    code: Annotated[str, Field(min_length=1, max_length=20)]


@router.get("/sessions", response_model=list[OwnSession])
async def sessions(person: ThePerson, request: Request, edge: TheEdge) -> list[dict[str, Any]]:
    """One's own, the one that asks first, then the one that was used last."""
    return await edge.sessions.of(person.id, session_token(request), edge.settings.list_rows_max)


@router.delete("/sessions/{session}", response_model=Done)
async def end_session(session: UUID, person: ThePerson, edge: TheEdge) -> dict[str, str]:
    """Ends one of one's own; whoever holds its token is logged out at once."""
    if not await edge.sessions.end(person.id, session):
        raise Problem("session.not-found")
    return {"status": "ended"}


@router.put("/me/email", response_model=Done)
async def change_email(body: NewEmail, person: ThePerson, edge: TheEdge) -> dict[str, str]:
    """Mails a code to the new address, and tells the old one. Nothing changes until the code is entered.

    The answer is the same when somebody has the new address already.
    """
    if body.email.casefold() == person.email.casefold():
        raise Refused("email.same")
    await edge.limited("email-change", str(person.id), per_hour=edge.settings.email_changes_per_hour)
    await prove(person, body.current, edge)
    await edge.email_changes.ask(person.id, body.email)
    if await edge.post.may("email-change", body.email):
        await edge.post.put("email-change", str(person.id))
    if await edge.post.may("email-asked", person.email):
        await edge.post.put("email-asked", str(person.id))
    return {"status": "sent"}


@router.post("/me/email/confirm", response_model=Done)
async def confirm_email(body: EmailCode, person: ThePerson, edge: TheEdge) -> dict[str, str]:
    """From now on the new address logs in. The old one is told."""
    await edge.limited("confirm", str(person.id), per_minute=edge.settings.guesses_per_minute)
    old = await edge.email_changes.confirm(person.id, body.code)
    log.info("account.changed", person=str(person.id), change="email-changed")
    await edge.post.put("email-changed", str(person.id), old)
    return {"status": "changed"}
