"""Who trades with whom: invitations, enrolment, reception, buyers' reference rules."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Response
from pydantic import EmailStr, Field

from chassis import derived_id
from contracts.portal import v1 as portal
from contracts.values import Language, Personal, ReferenceRule
from portal.api.edge import Admin, Input, Invoicer, Pending, RequestId, TheEdge, Viewer, answered

router = APIRouter(prefix="/api/v1/companies/{company}", tags=["network"])


class Invitation(Input):
    customer_number: Annotated[str, Field(max_length=100)]
    customer_name: Annotated[str, Field(max_length=200)]
    email: EmailStr
    language: Language = "sv"


class Enrolment(Input):
    customer_number: Annotated[str, Field(max_length=100)]
    code: Annotated[str, Field(max_length=40)]


class Reception(Input):
    method: Literal["email", "inbox"]
    format: Literal["pdf", "ubl"] = "pdf"
    email: EmailStr | None = None


class Rule(Input):
    reference: Literal["order_number", "buyer_reference", "reference_person", "payment_reference"]
    mandatory: bool = False
    patterns: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=10)] = ()
    refuse_prefix: Annotated[str, Field(max_length=20)] = ""
    example: Annotated[str, Field(max_length=100)] = ""
    words: Annotated[dict[Language, Annotated[str, Field(max_length=500)]], Field(default_factory=dict)]


class Rules(Input):
    rules: Annotated[list[Rule], Field(max_length=10)]
    valid_from: date


@router.post("/invitations", status_code=201)
async def invite(
    body: Invitation, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Invites a customer to receive invoices: a customer number and a code, by mail and here."""
    fact = portal.CustomerInvited(
        company=acting.company,
        person=acting.person.id,
        invitation=derived_id(request, "invitation"),
        customer_number=body.customer_number,
        customer_name=body.customer_name,
        email=Personal(body.email),
        language=body.language,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.post("/enrolments", status_code=201)
async def enrol(
    body: Enrolment, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Answers an invitation with the two things that it carried."""
    await edge.limited("enrol", str(acting.company), per_minute=edge.settings.guesses_per_minute)
    fact = portal.EnrolmentRequested(
        company=acting.company,
        person=acting.person.id,
        customer_number=body.customer_number,
        code=Personal(body.code),
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.get("/customers")
async def customers(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """Whom the company can invoice, and whom it has invited."""
    connected = await edge.runtime.db.fetch(
        """SELECT customer AS id, customer_name AS name, customer_number, since FROM connections
           WHERE supplier = $1 ORDER BY customer_name LIMIT $2""",
        acting.company,
        edge.settings.list_rows_max,
    )
    invited = await edge.runtime.db.fetch(
        """SELECT id, customer_number, customer_name AS name, email, status, expires_on FROM invitations
           WHERE company = $1 ORDER BY issued_at DESC LIMIT $2""",
        acting.company,
        edge.settings.list_rows_max,
    )
    return {"connected": [dict(row) for row in connected], "invited": [dict(row) for row in invited]}


@router.get("/suppliers")
async def suppliers(acting: Viewer, edge: TheEdge) -> list[dict[str, Any]]:
    """From whom the company receives invoices."""
    rows = await edge.runtime.db.fetch(
        """SELECT supplier AS id, supplier_name AS name, customer_number, since FROM connections
           WHERE customer = $1 ORDER BY supplier_name LIMIT $2""",
        acting.company,
        edge.settings.list_rows_max,
    )
    return [dict(row) for row in rows]


@router.put("/reception")
async def choose_reception(
    body: Reception, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """How the company receives invoices: method and format, each by itself."""
    fact = portal.ReceptionChosen(
        company=acting.company,
        person=acting.person.id,
        method=body.method,
        format=body.format,
        email=Personal(body.email) if body.email else None,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.put("/reference-rules")
async def set_rules(
    body: Rules, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """What the company, as a buyer, asks of the references on invoices to it."""
    rules = tuple(ReferenceRule(**{**rule.model_dump(), "words": dict(rule.words)}) for rule in body.rules)
    fact = portal.BuyerRulesSet(
        company=acting.company, person=acting.person.id, rules=rules, valid_from=body.valid_from
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.get("/customers/{customer}/reference-rules")
async def rules_of(customer: str, acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """What a customer asks of references, with examples in its own words; empty for one who asks nothing."""
    row = await edge.runtime.db.fetchrow(
        """SELECT r.version, r.valid_from, r.rules FROM buyer_rules r
           JOIN connections c ON c.customer = r.company AND c.supplier = $1
           WHERE r.company::text = $2 AND r.valid_from <= current_date ORDER BY r.version DESC LIMIT 1""",
        acting.company,
        customer,
    )
    if row is None:
        return {"version": 0, "rules": []}
    return {"version": row["version"], "valid_from": row["valid_from"], **msgspec.json.decode(row["rules"])}
