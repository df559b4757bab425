"""Invoices: attachments, drafts, Send, the list, one invoice with its timeline."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from fastapi import Request, Response
from pydantic import Field, TypeAdapter

from chassis import derived_id, new_id
from contracts.delivery import v1 as delivery
from contracts.portal import v1 as portal
from contracts.values import CompanyId, DocumentRef, InvoiceDraft
from portal.companies.acting import Acting, Invoicer, Viewer
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered
from portal.edge.downloads import download
from portal.edge.inputs import LINES, Day, Input, Search, UpdatedAfter
from portal.edge.operations import Api, answers_of, files_of
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem
from portal.edge.sent_files import PDF, body_of
from portal.edge.shown import Kept
from portal.invoices.draft_inputs import Amount, RareOnCharge, RareOnDraft, RareOnLine
from portal.invoices.exporting import Manner, table_of
from portal.invoices.shown import InvoiceLine, InvoicePage, InvoiceStatus
from portal.invoices.states import SENDABLE
from portal.invoices.view import invoice_of, listed, timeline_of
from portal.invoices.wanted import Wanted
from portal.telling.reading import Row

router = Api(prefix="/api/v1/companies/{company}", tags=["invoices"], scope="invoices:write")

_VALUE: TypeAdapter[InvoiceDraft] = TypeAdapter(InvoiceDraft)


class Line(RareOnLine):
    name: Annotated[str, Field(max_length=200)]
    quantity: Amount
    unit: Annotated[str, Field(max_length=3)] = "C62"
    price: Amount
    vat_rate: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
    vat_category: Annotated[str, Field(max_length=2)] = "S"
    article: Annotated[str, Field(max_length=100)] = ""
    description: Annotated[str, Field(max_length=1000), LINES] = ""
    origin_country: Annotated[str, Field(max_length=2)] = ""
    customs_number: Annotated[str, Field(max_length=50)] = ""


class Charge(RareOnCharge):
    reason_code: Annotated[str, Field(max_length=3)] = "FC"
    reason: Annotated[str, Field(max_length=100)]
    amount: Amount
    vat_rate: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
    vat_category: Annotated[str, Field(max_length=2)] = "S"


class InvoiceAttachment(Input):
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    media_type: Annotated[str, Field(max_length=100)] = PDF
    size: Annotated[int, Field(ge=1)]
    name: Annotated[str, Field(min_length=1, max_length=200)]


class Draft(RareOnDraft):
    """An invoice as a person writes it: quantities and prices; the network computes every sum."""

    receiver: CompanyId
    lines: Annotated[tuple[Line, ...], Field(max_length=1000)] = ()
    charges: Annotated[tuple[Charge, ...], Field(max_length=20)] = ()
    attachments: Annotated[tuple[InvoiceAttachment, ...], Field(max_length=10)] = ()
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "SEK"
    issue_date: date | None = None
    due_date: date | None = None
    delivery_date: date | None = None
    order_number: Annotated[str, Field(max_length=100)] = ""
    buyer_reference: Annotated[str, Field(max_length=100)] = ""
    reference_person: Annotated[str, Field(max_length=100)] = ""
    payment_reference: Annotated[str, Field(max_length=35)] = ""
    seller_reference: Annotated[str, Field(max_length=100)] = ""
    note: Annotated[str, Field(max_length=1000), LINES] = ""
    number: Annotated[str, Field(max_length=30)] = ""
    account: UUID | None = None
    round_to_krona: bool = False
    exemption_reason: Annotated[str, Field(max_length=200)] = ""
    exemption_code: Annotated[str, Field(max_length=30)] = ""

    def as_value(self, attachments: tuple[DocumentRef, ...]) -> InvoiceDraft:
        return _VALUE.validate_python({**self.model_dump(exclude={"attachments"}), "attachments": attachments})


@router.post("/attachments", status_code=201, response_model=Kept)
async def upload(request: Request, name: str, acting: Invoicer, edge: TheEdge) -> dict[str, Any]:
    """A PDF to attach: the bytes are the body, `name` the file name. Checked by content, not by name."""
    await edge.limited_upload(acting.person, acting.company)
    document = await attach(await body_of(request, edge.settings.attachment_bytes_max), name, acting, edge)
    return {"sha256": document.sha256, "media_type": PDF, "size": document.size, "name": document.name}


async def attach(content: bytes, name: str, acting: Acting, edge: Edge) -> DocumentRef:
    """Keeps a PDF that the company may attach from now on. Raises Refused `document.*`."""
    await edge.files.inspect_pdf(content, name)
    document = await edge.runtime.documents.keep(content, PDF, name[:200])
    await edge.uploads.keep(acting.company, "attachment", document)
    return document


@router.post("/invoices", status_code=201, **answers_of(portal.InvoiceDraftSaved))
async def write(
    body: Draft, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Keeps a new draft, however incomplete, and answers with its sums and what still stands against sending it."""
    draft = await _as_value(body, (), acting, edge)
    return await _save(derived_id(request, "invoice"), draft, acting, request, response, edge, 201)


@router.put("/invoices/{invoice}", **answers_of(portal.InvoiceDraftSaved))
async def rewrite(
    invoice: UUID, body: Draft, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Replaces a draft as a whole."""
    row = await _own(invoice, acting, edge)
    attached = row["draft"].get("attachments", ()) if row["draft"] else ()
    draft = await _as_value(body, [DocumentRef(**one) for one in attached], acting, edge)
    return await _save(invoice, draft, acting, request, response, edge, 200)


@router.post("/invoices/{invoice}/send", **answers_of(portal.InvoiceSubmitted))
async def send(
    invoice: UUID, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Sends an invoice. The answer says what became of it: `invoice_issued`, or `invoice_held` with the reason.

    An invoice that is held goes on by itself. 202 means that there is no answer yet.
    """
    await submit(invoice, acting, request, edge)
    answer = await edge.outcome(request, portal.InvoiceSubmitted)
    return answered(answer, request, response)


async def submit(invoice: UUID, acting: Acting, request: UUID, edge: Edge, undo_s: int = 0) -> None:
    """Tells that Send was pressed, for the draft as it was last saved. Raises Problem when it was pressed before."""
    row = await _own(invoice, acting, edge)
    if row["submission"] == request:
        return  # the same press again: it is told already
    if row["status"] in ("submitted", "held"):
        raise Problem("invoice.on-its-way")
    if row["status"] not in SENDABLE:
        raise Problem("invoice.already-sent", number=row["number"] or "-")
    fact = portal.InvoiceSubmitted(
        company=acting.company, person=acting.person.id, invoice=invoice, revision=row["saved"], undo_s=undo_s
    )
    await edge.tell_only(fact, request, acting.person.id)


@router.post("/invoices/{invoice}/take-back", **answers_of(portal.InvoiceWithdrawn))
async def take_back(
    invoice: UUID, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Takes back an invoice that was sent and still waits: for its day, for approval or for a credit. A draft again."""
    await withdraw(invoice, acting, request, edge)
    return answered(await edge.outcome(request, portal.InvoiceWithdrawn), request, response, 200)


@router.delete("/invoices/{invoice}", **answers_of(portal.InvoiceDiscarded))
async def discard(
    invoice: UUID, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Throws a draft away; what is sent, or on its way, stays."""
    await throw_away(invoice, acting, request, edge)
    return answered(await edge.outcome(request, portal.InvoiceDiscarded), request, response, 200)


async def throw_away(invoice: UUID, acting: Acting, request: UUID, edge: Edge) -> None:
    """Tells that a person throws a draft away. Raises Problem when the company has no such invoice."""
    await _own(invoice, acting, edge)
    fact = portal.InvoiceDiscarded(company=acting.company, person=acting.person.id, invoice=invoice)
    await edge.tell_only(fact, request, acting.person.id)


async def withdraw(invoice: UUID, acting: Acting, request: UUID, edge: Edge) -> None:
    """Tells that a person takes the invoice back. Raises Problem when the company has no such invoice."""
    await _own(invoice, acting, edge)
    fact = portal.InvoiceWithdrawn(company=acting.company, person=acting.person.id, invoice=invoice)
    await edge.tell_only(fact, request, acting.person.id)


@router.get("/invoices", response_model=list[InvoiceLine])
async def list_invoices(
    acting: Viewer,
    edge: TheEdge,
    paging: ThePaging,
    status: InvoiceStatus | Literal[""] = "",
    search: Search = "",
    issued_from: Day | None = None,
    issued_until: Day | None = None,
    updated_after: UpdatedAfter = None,
) -> list[dict[str, Any]]:
    """The company's invoices, newest first; filtered by status, by number or receiver, and by their dates."""
    wanted = Wanted(acting.company, status, search, issued_from, issued_until, updated_after)
    return paging.shown(await listed(edge.db, wanted, paging.page), wanted.by)


@router.get("/invoices/export", **files_of("text/csv"))
async def export_invoices(
    acting: Viewer,
    edge: TheEdge,
    status: InvoiceStatus | Literal[""] = "",
    search: Search = "",
    issued_from: Day | None = None,
    issued_until: Day | None = None,
) -> Response:
    """The same as one CSV file (RFC 4180, UTF-8), the newest first.

    A text that a spreadsheet would run as a formula begins with an apostrophe; the list has it as it was written.
    """
    wanted = Wanted(acting.company, status, search, issued_from, issued_until)
    return await table_of(edge, wanted, Manner(), "invoices.csv")


@router.get("/invoices/{invoice}", response_model=InvoicePage)
async def invoice_page(invoice: UUID, acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """One invoice as it stands, with its timeline: one line per fact."""
    row = await _own(invoice, acting, edge)
    return {**row, "timeline": await timeline_of(edge.db, acting.company, invoice)}


@router.get("/invoices/{invoice}/ubl", **files_of("application/xml"))
async def invoice_ubl(invoice: UUID, acting: Viewer, edge: TheEdge) -> Response:
    """The exact UBL that was issued."""
    row = await _own(invoice, acting, edge)
    if row["document"] is None:
        raise Problem("document.not-found")
    return await download(edge, row["document"])


@router.get("/invoices/{invoice}/pdf", **files_of(PDF, later=True))
async def invoice_pdf(invoice: UUID, acting: Viewer, edge: TheEdge) -> Response:
    """The PDF of what was sent, the same as its receiver's: from its issue on, before and after it is handed over.

    It is made when the sender or the receiver wants it first: 202 while it is made.
    """
    row = await _own(invoice, acting, edge)
    if row["document"] is None:
        raise Problem("document.not-found")
    request = new_id()
    pdf = await pdf_of(invoice, row, acting, edge, request)
    return await download(edge, pdf) if pdf else made_later(f"/invoices/{invoice}/pdf", acting, request)


async def pdf_of(
    invoice: UUID, row: Row, acting: Acting, edge: Edge, request: UUID | None = None
) -> dict[str, Any] | None:
    """Where the PDF of an issued invoice is kept; None while it is being made."""
    if row["pdf"]:
        kept: dict[str, Any] = row["pdf"]
        return kept
    try:
        return await rendered(invoice, acting, request or new_id(), edge)
    except Problem as problem:
        if problem.code != "document.not-found":
            raise
        return None  # delivery has not heard of it yet, since it was issued just now


async def rendered(document: UUID, acting: Acting, request: UUID, edge: Edge) -> dict[str, Any] | None:
    """Has the PDF of a document made, and says where it is kept; None while that takes long. Raises Problem."""
    wanted = portal.DocumentPdfWanted(company=acting.company, person=acting.person.id, document=document)
    answer = await edge.tell(wanted, request, acting.person.id)
    return msgspec.to_builtins(answer.pdf) if isinstance(answer, delivery.DocumentRendered) else None


def made_later(path: str, acting: Acting, request: UUID) -> Response:
    """202: the file is being made, and is found at the path of the company that it was asked for at."""
    poll = router.prefix.format(company=acting.company) + path
    return Response(Pending(request=request, poll=poll).model_dump_json(), 202, media_type="application/json")


async def _own(invoice: UUID, acting: Invoicer | Viewer, edge: Edge) -> Row:
    row = await invoice_of(edge.db, acting.company, invoice)
    if row is None:
        raise Problem("invoice.not-found")
    return row


async def _as_value(body: Draft, attached: Sequence[DocumentRef], acting: Acting, edge: Edge) -> InvoiceDraft:
    """The draft with the company's own attachments: uploaded, or in this draft already."""
    named = [DocumentRef(**one.model_dump()) for one in body.attachments]
    return body.as_value(await edge.uploads.own(acting.company, "attachment", named, attached))


async def _save(
    invoice: UUID, draft: InvoiceDraft, acting: Invoicer, request: UUID, response: Response, edge: Edge, ok: int
) -> dict[str, Any] | Pending:
    fact = portal.InvoiceDraftSaved(
        company=acting.company, person=acting.person.id, invoice=invoice, draft=draft, revision=request
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, ok)
