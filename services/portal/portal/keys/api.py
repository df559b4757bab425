"""API keys of a company: made, listed, revoked, by its owners. A key cannot make keys."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from chassis import derived_id
from chassis.telemetry import log
from portal.companies.acting import Owner
from portal.edge.asking import RequestId, TheEdge
from portal.edge.inputs import Input
from portal.edge.operations import Api, shown_once
from portal.edge.problems import Problem
from portal.edge.shown import Done
from portal.keys.shown import KeyMade, KeyShown
from portal.people.keys import Scope

router = Api(prefix="/api/v1/companies/{company}/keys", tags=["keys"])


class NewKey(Input):
    """`name` is the system that will use it; `read` opens every GET, each other scope what it names."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=10)]
    days: Annotated[int, Field(strict=True, ge=1)] = 365


@router.post("", status_code=201, response_model=KeyMade)
@shown_once
async def make(body: NewKey, acting: Owner, request: RequestId, edge: TheEdge) -> dict[str, Any]:
    """Makes a key for a system; it is shown this once. A system has two alive at most: make one, then revoke the other.

    It acts for this company alone, as whoever makes it, and loses what they lose.
    """
    if body.days > edge.settings.key_days_max:
        raise Problem("key.too-long", days_max=edge.settings.key_days_max)
    scopes = sorted(set(body.scopes))
    key, shown = await edge.keys.make(
        derived_id(request, "key"), acting.company, acting.person.id, body.name, scopes, body.days
    )
    log.info("key.made", company=str(acting.company), key=str(shown["id"]), scopes=scopes)
    return shown | {"key": key}


@router.get("", response_model=list[KeyShown])
async def alive(acting: Owner, edge: TheEdge) -> list[dict[str, Any]]:
    """The keys that can be used, by name, the newest first."""
    return await edge.keys.of_company(acting.company)


@router.delete("/{key}", response_model=Done)
async def revoke(key: UUID, acting: Owner, edge: TheEdge) -> dict[str, str]:
    """Ends a key at once. Done twice it is done."""
    await edge.keys.revoke(acting.company, key)
    log.info("key.revoked", company=str(acting.company), key=str(key))
    return {"status": "revoked"}
