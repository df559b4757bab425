"""Signing for a company: begun, looked at, given up."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from chassis import derived_id
from contracts.portal import v1 as portal
from contracts.values import Personal
from portal.api.accounts import client_of
from portal.api.edge import Admin, Input, Pending, RequestId, TheEdge, Viewer, answered
from portal.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["signing"])


class SigningInput(Input):
    personal_number: Annotated[str, Field(min_length=10, max_length=15)]
    authority_declared: bool


@router.post("/companies/{company}/signings", status_code=201)
async def start_signing(
    body: SigningInput, acting: Admin, request: RequestId, response: Response, edge: TheEdge, call: Request
) -> dict[str, Any] | Pending:
    """Starts the digital signing: a start token for this device, and QR frames, one a second, for another."""
    fact = portal.SigningRequested(
        company=acting.company,
        person=acting.person.id,
        signing=derived_id(request, "signing"),
        personal_number=Personal(body.personal_number),
        authority_declared=body.authority_declared,
        ip_address=Personal(client_of(call)),
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.get("/companies/{company}/signings/{signing}")
async def signing_page(signing: UUID, acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """How far a signing has come: `started`, `signed`, or `failed` with the reason."""
    row = await edge.runtime.db.fetchrow(
        "SELECT id, status, reason, start_token, started_at, expires_at FROM signings WHERE id = $1 AND company = $2",
        signing,
        acting.company,
    )
    if row is None:
        raise Problem("signing.not-found")
    return dict(row)


@router.delete("/companies/{company}/signings/{signing}")
async def cancel_signing(
    signing: UUID, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Gives a signing up; everything else stays as it was."""
    fact = portal.SigningCancelled(company=acting.company, person=acting.person.id, signing=signing)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)
