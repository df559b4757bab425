"""The operator's desk: bank files, payments that wait for a person, and what staff decide on them."""

from datetime import date
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field

from chassis import derived_id
from contracts.operator import operator
from contracts.portal import v1 as portal
from contracts.values import CompanyId
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered
from portal.edge.at_the_desk import Finance
from portal.edge.inputs import LINES, Input, MoneyAsked
from portal.edge.operations import Api, answers_of
from portal.edge.paging import ThePaging
from portal.edge.sent_files import body_of
from portal.payments.shown import BankFile, BankPayment
from portal.payments.view import bank_files, bank_payments
from portal.people.people import Person

router = Api(prefix="/api/v1/desk", tags=["desk"])


class PaymentRegistration(Input):
    """A payment that staff saw on the account; `reference` is what the payer wrote, if anything."""

    reference: Annotated[str, Field(max_length=35)] = ""
    amount: MoneyAsked
    booked_on: date
    note: Annotated[str, Field(max_length=500), LINES] = ""


class Assignment(Input):
    order: UUID


class PaidBack(Input):
    """How and when the money was paid back."""

    note: Annotated[str, Field(max_length=500), LINES]


def network(edge: Edge) -> CompanyId:
    return operator(edge.settings.operator_file).company


@router.post("/bank-files/attachments", status_code=201, **answers_of(portal.BankFileUploaded))
async def upload(
    request_: Request, name: str, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """A file from the bank (camt.053, camt.054, BGMax): the bytes are the body. The same file again is refused."""
    content = await body_of(request_, edge.settings.attachment_bytes_max)
    return await take_file(content, name, staff, request, response, edge)


async def take_file(
    content: bytes, name: str, staff: Person, request: UUID, response: Response, edge: Edge
) -> dict[str, Any] | Pending:
    """Keeps the bytes, and tells that they came."""
    await edge.limited_upload(staff)
    document = await edge.runtime.documents.keep(content, "application/octet-stream", name[:200])
    company = network(edge)
    fact = portal.BankFileUploaded(
        company=company,
        person=staff.id,
        file=derived_id(company, "bank-file", sha256(content).hexdigest()),
        document=document,
    )
    return answered(await edge.tell(fact, request, staff.id), request, response, 201)


@router.get("/bank-files", response_model=list[BankFile])
async def files(staff: Finance, edge: TheEdge, paging: ThePaging) -> list[dict[str, Any]]:
    """The latest first, with how far each has come."""
    return paging.shown(await bank_files(edge.db, paging.page), "uploaded_at")


@router.get("/bank-payments", response_model=list[BankPayment])
async def payments(staff: Finance, edge: TheEdge, paging: ThePaging, waiting: bool = True) -> list[dict[str, Any]]:
    """Those that wait for a person, the oldest first; or all, the latest first."""
    return paging.shown(await bank_payments(edge.db, waiting, paging.page), "arrived_at")


@router.post("/bank-payments", status_code=201, **answers_of(portal.BankPaymentRegistered))
async def register(
    body: PaymentRegistration, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """A payment that no file tells of; it finds its order by the reference, or waits."""
    fact = portal.BankPaymentRegistered(
        company=network(edge),
        person=staff.id,
        payment=derived_id(request, "bank-payment"),
        reference=body.reference,
        amount=body.amount.as_value(),
        booked_on=body.booked_on,
        note=body.note,
    )
    return answered(await edge.tell(fact, request, staff.id), request, response, 201)


@router.post("/bank-payments/{payment}/assign", **answers_of(portal.BankPaymentAssigned))
async def assign(
    payment: UUID, body: Assignment, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """What waits is for this order; one that was cancelled meanwhile is granted after all."""
    fact = portal.BankPaymentAssigned(company=network(edge), person=staff.id, payment=payment, order=body.order)
    return answered(await edge.tell(fact, request, staff.id), request, response)


@router.post("/bank-payments/{payment}/pay-back", **answers_of(portal.BankPaymentPaidBack))
async def pay_back(
    payment: UUID, body: PaidBack, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """What waited was paid back by hand."""
    fact = portal.BankPaymentPaidBack(company=network(edge), person=staff.id, payment=payment, note=body.note)
    return answered(await edge.tell(fact, request, staff.id), request, response)


@router.post("/bank-payments/{payment}/dismiss", **answers_of(portal.BankPaymentDismissed))
async def dismiss(
    payment: UUID, staff: Finance, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """It is `same_as`, a payment that was known already: no other money came (`possibly-known`)."""
    fact = portal.BankPaymentDismissed(company=network(edge), person=staff.id, payment=payment)
    return answered(await edge.tell(fact, request, staff.id), request, response)
