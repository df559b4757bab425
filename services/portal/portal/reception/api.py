"""How a company receives each kind of document, and a sample of it."""

from typing import Any, get_args
from uuid import UUID

from fastapi import Response
from pydantic import EmailStr

from chassis import derived_id
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from contracts.values import DocumentType, Personal, ReceptionFormat, ReceptionMethod
from portal.companies.acting import Admin, Viewer
from portal.edge.asking import Pending, RequestId, TheEdge, answered
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of
from portal.edge.problems import Problem
from portal.network.shown import ChosenWay
from portal.network.view import receptions_of, sample_of
from portal.reception.shown import SampleShown

router = Api(prefix="/api/v1/companies/{company}/reception", tags=["network"], scope="company:write")


class Reception(Input):
    """Method and format, each by itself; `email` goes with the method `email`."""

    document_type: DocumentType = "invoice"
    method: ReceptionMethod
    format: ReceptionFormat = "pdf"
    email: EmailStr | None = None


class Sample(Input):
    document_type: DocumentType = "invoice"


@router.get("", response_model=list[ChosenWay])
async def receptions(acting: Viewer, edge: TheEdge) -> list[dict[str, Any]]:
    """Every kind of document and how it comes; what was never chosen comes as invoices do (`as-invoices`)."""
    chosen = {row["document_type"]: row for row in await receptions_of(edge.db, acting.company)}
    if "invoice" not in chosen:
        return []
    invoices = {**chosen["invoice"], "decided_by": "as-invoices"}
    return [chosen.get(kind) or {**invoices, "document_type": kind} for kind in get_args(DocumentType)]


@router.put("", **answers_of(portal_v2.ReceptionChosen))
async def choose_reception(
    body: Reception, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """How the company receives one kind of document from now on."""
    fact = portal_v2.ReceptionChosen(
        company=acting.company,
        person=acting.person.id,
        document_type=body.document_type,
        method=body.method,
        format=body.format,
        email=Personal(body.email) if body.email else None,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.post("/samples", status_code=201, **answers_of(portal.SampleDocumentRequested))
async def order_sample(
    body: Sample, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Sends the company a sample of what it will receive, in the way that it has chosen."""
    await edge.limited("sample", str(acting.company), per_hour=edge.settings.samples_per_hour)
    fact = portal.SampleDocumentRequested(
        company=acting.company,
        person=acting.person.id,
        sample=derived_id(request, "sample"),
        document_type=body.document_type,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.get("/samples/{sample}", response_model=SampleShown)
async def sample_page(sample: UUID, acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """What came of a sample: ordered, sent with its receipt, or failed with the cause and who can mend it."""
    row = await sample_of(edge.db, acting.company, sample)
    if row is None:
        raise Problem("sample.not-found")
    return row
