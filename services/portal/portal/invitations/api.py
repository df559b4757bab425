"""Invitations both ways and their answers: made, taken back, opened, accepted, declined."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import EmailStr, Field

from chassis import derived_id
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import CompanyId, Language, Personal
from portal.companies.acting import Acting, Admin, Invoicer, Viewer
from portal.companies.view import company_of
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered, client_of
from portal.edge.inputs import Input, Reason
from portal.edge.operations import Api, answers_of
from portal.edge.problems import Problem
from portal.invitations.shown import ContractShown, ReceivedInvitation, Welcome
from portal.network.view import contract_of, contracts_of, opened_by
from portal.partners.view import received_by

router = Api(prefix="/api/v1/companies/{company}", tags=["network"], scope="customers:write")
welcomes = Api(prefix="/api/v1", tags=["network"], scope="customers:write")

Number = Annotated[str, Field(max_length=100)]
Name = Annotated[str, Field(max_length=200)]


class Invitation(Input):
    """`customer` is the member that is invited, where one knows it: then it needs no code to answer."""

    customer_number: Number
    customer_name: Name
    email: EmailStr
    language: Language = "sv"
    customer: CompanyId | None = None


class SupplierInvitation(Input):
    """What the buyer fills in, the supplier need not type again."""

    supplier_name: Name
    supplier_number: Number = ""
    email: EmailStr
    given_name: Annotated[str, Field(max_length=100)] = ""
    family_name: Annotated[str, Field(max_length=100)] = ""
    language: Language = "sv"
    supplier: CompanyId | None = None


class ConnectionRequest(Input):
    customer: CompanyId
    customer_number: Number = ""


class Pair(Input):
    """The two things that an invitation carries; from a buyer the number may be empty."""

    customer_number: Number
    code: Annotated[str, Field(max_length=40)]


class Enrolment(Pair):
    """`contract_sha256` names the supplier's contract text that was shown and accepted, where there is one."""

    accepted: bool = True
    contract_sha256: Annotated[str, Field(max_length=64)] = ""


class InvitationAcceptance(Input):
    """`customer_number` is for a supplier that answers its buyer."""

    customer_number: Number = ""
    contract_sha256: Annotated[str, Field(max_length=64)] = ""


# Making one, and taking it back.


@router.post("/invitations", status_code=201, **answers_of(portal.CustomerInvited))
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
        customer=body.customer,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.post("/supplier-invitations", status_code=201, **answers_of(portal.SupplierInvited))
async def invite_supplier(
    body: SupplierInvitation, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Invites a supplier to send its invoices through the network."""
    fact = portal.SupplierInvited(
        company=acting.company,
        person=acting.person.id,
        invitation=derived_id(request, "invitation"),
        supplier_number=body.supplier_number,
        supplier_name=body.supplier_name,
        email=Personal(body.email),
        given_name=Personal(body.given_name),
        family_name=Personal(body.family_name),
        language=body.language,
        supplier=body.supplier,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.post("/connection-requests", status_code=201, **answers_of(portal.ConnectionRequested))
async def request_connection(
    body: ConnectionRequest, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Asks a member to become the company's customer."""
    fact = portal.ConnectionRequested(
        company=acting.company,
        person=acting.person.id,
        invitation=derived_id(request, "invitation"),
        customer=body.customer,
        customer_number=body.customer_number,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.post("/invitations/{invitation}/withdrawal", **answers_of(portal.InvitationWithdrawn))
async def withdraw(
    invitation: UUID, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Takes an invitation back that nobody has answered."""
    fact = portal.InvitationWithdrawn(company=acting.company, person=acting.person.id, invitation=invitation)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.post("/invitations/{invitation}/reminder", **answers_of(portal.InvitationReminderAsked))
async def remind(
    invitation: UUID, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Has an invitation that nobody has answered sent once more; a day after its last mail at the earliest."""
    fact = portal.InvitationReminderAsked(company=acting.company, person=acting.person.id, invitation=invitation)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


# Answering one.

OPENED = answers_of(portal.InvitationOpened, contract=ContractShown | None)

NOT_FOR_STRANGERS = frozenset({"contract_text", "contract_sha256"})


@welcomes.get("/invitations/welcome", response_model=Welcome)
async def welcome(
    request: Request,
    edge: TheEdge,
    number: Annotated[str, Query(max_length=100)] = "",
    code: Annotated[str, Query(max_length=40)] = "",
) -> dict[str, Any]:
    """Who invites whom, and what is filled in beforehand, for one who is no member yet and has the link (S3-04)."""
    await edge.limited("welcome", client_of(request), per_minute=edge.settings.guesses_per_minute)
    found = await opened_by(edge.db, number, code)
    if found is None:
        raise Problem("invitation.unknown")
    return {name: value for name, value in found.items() if name not in NOT_FOR_STRANGERS}


@router.post("/invitations/openings", status_code=201, **OPENED)
async def open_invitation(
    body: Pair, acting: Invoicer, request: RequestId, response: Response, asked: Request, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Shows who invites, and the contract text that is to be accepted; from now on the company holds the invitation."""
    await guess(acting, asked, edge)
    fact = portal.InvitationOpened(
        company=acting.company,
        person=acting.person.id,
        customer_number=body.customer_number,
        code=Personal(body.code),
    )
    answer = await edge.tell(fact, request, acting.person.id)
    shown = answered(answer, request, response, 201)
    return shown if isinstance(shown, Pending) else {**shown, "contract": await _contract_of(answer, edge)}


@router.post("/enrolments", status_code=201, **answers_of(portal.EnrolmentRequested))
async def enrol(
    body: Enrolment, acting: Admin, request: RequestId, response: Response, asked: Request, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Answers an invitation with the two things that it carried, and accepts it."""
    await guess(acting, asked, edge)
    fact = portal.EnrolmentRequested(
        company=acting.company,
        person=acting.person.id,
        customer_number=body.customer_number,
        code=Personal(body.code),
        accepted=body.accepted,
        contract_sha256=body.contract_sha256,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.get("/invitations/received", response_model=list[ReceivedInvitation])
async def received(acting: Viewer, edge: TheEdge) -> list[dict[str, Any]]:
    """The invitations and requests that the company can accept or decline (S3-30), with what each asks it to accept.

    `to_do` is what stands between the company and Connect (S3-32): the network's terms, the supplier's contract text.
    """
    rows = await received_by(edge.db, acting.company, edge.settings.list_rows_max)
    suppliers = [row["inviter"] for row in rows if row["role"] == "supplier"]
    contracts = await contracts_of(edge.db, suppliers)
    company = await company_of(edge.db, acting.company)
    first = [] if company and company["terms_version"] else ["terms"]
    shown = []
    for row in rows:
        contract = contracts.get(row["inviter"]) if row.pop("role") == "supplier" else None
        asked = {
            "contract_text": contract["text"] if contract else None,
            "contract_sha256": contract["sha256"] if contract else None,
            "to_do": [*first, "contract"] if contract else first,
        }
        shown.append(row | asked)
    return shown


@router.post("/invitations/{invitation}/acceptance", status_code=201, **answers_of(portal.ConnectionAccepted))
async def accept(
    invitation: UUID, body: InvitationAcceptance, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Connects the two ("Anslut"): refused until the network's terms are accepted."""
    fact = portal.ConnectionAccepted(
        company=acting.company,
        person=acting.person.id,
        invitation=invitation,
        customer_number=body.customer_number,
        contract_sha256=body.contract_sha256,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.post("/invitations/{invitation}/refusal", **answers_of(portal.ConnectionDeclined))
async def decline(
    invitation: UUID, body: Reason, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Says no, with a reason if one likes."""
    fact = portal.ConnectionDeclined(
        company=acting.company, person=acting.person.id, invitation=invitation, reason=body.reason
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


async def guess(acting: Acting, asked: Request, edge: Edge) -> None:
    """Slow for one company, and for one address however many companies it acts for."""
    await edge.limited("enrol", str(acting.company), per_minute=edge.settings.guesses_per_minute)
    await edge.limited("enrol-from", client_of(asked), per_minute=edge.settings.guesses_per_address_per_minute)


async def _contract_of(answer: Fact | None, edge: Edge) -> dict[str, Any] | None:
    """The contract text of a supplier that invites."""
    if answer is None or getattr(answer, "direction", "to-supplier") == "to-supplier":
        return None
    contract = await contract_of(edge.db, getattr(answer, "inviter", None))
    return contract if contract and contract["sha256"] else None
