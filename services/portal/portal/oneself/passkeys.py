"""Passkeys of whoever is logged in, as the API lists and removes them; a browser makes them, on their page."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from chassis import derived_id
from chassis.telemetry import log
from portal.accounts.profile import Password
from portal.edge.asking import Edge, TheEdge, ThePerson
from portal.edge.inputs import Input
from portal.edge.operations import Api
from portal.edge.problems import Problem
from portal.edge.shown import Done
from portal.oneself.shown import OwnPasskey
from portal.people.people import Person

router = Api(prefix="/api/v1/me/passkeys", tags=["accounts"])

ANSWER_CHARACTERS_MAX = 9_000


class NewPasskey(Input):
    """By which name its owner knows it, and the password once more."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    current: Password


class MadePasskey(Input):
    """The name, and what the browser answered."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    credential: Annotated[str, Field(min_length=1, max_length=ANSWER_CHARACTERS_MAX)]


@router.get("", response_model=list[OwnPasskey])
async def passkeys(person: ThePerson, edge: TheEdge) -> list[dict[str, Any]]:
    """One's own, the newest first."""
    return await edge.passkeys.of(person.id)


@router.delete("/{passkey}", response_model=Done)
async def remove(passkey: UUID, person: ThePerson, edge: TheEdge) -> dict[str, str]:
    """It logs in no more; a mail tells of it. Sessions that it began go on until they are ended."""
    if not await edge.passkeys.remove(person.id, passkey):
        raise Problem("passkey.not-found")
    await _tell(person, "passkey-removed", edge)
    return {"status": "removed"}


async def make(body: MadePasskey, person: Person, request: UUID, edge: Edge) -> dict[str, str]:
    """Keeps a passkey that a browser has made; a mail tells of it. Raises Refused `passkey.*`."""
    if await edge.passkeys.make(derived_id(request, "passkey"), person.id, body.name, body.credential):
        await _tell(person, "passkey-added", edge)
    return {"status": "added"}


async def _tell(person: Person, change: str, edge: Edge) -> None:
    log.info("account.changed", person=str(person.id), change=change)
    await edge.post.put("account-changed", str(person.id), change)
