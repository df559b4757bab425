"""One invoice: how it stands, with its timeline, Send, and taking it back."""

from datetime import date
from math import ceil
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.fact import FACTS, Fact, Refusal
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from portal.companies.acting import Invoicer
from portal.companies.here import CompanyPage, TheCompany
from portal.edge.asking import Edge, TheEdge
from portal.edge.clock import now
from portal.edge.forms import TheForm, go
from portal.edge.problems import Problem
from portal.invoices import api
from portal.invoices.preview import preview_in
from portal.invoices.remedies import remedies
from portal.invoices.states import SENDABLE, TONES
from portal.invoices.timeline import delivery_of, held, lines_of, values_of
from portal.invoices.view import invoice_of
from portal.telling.answers import asked

router = APIRouter(prefix="/c/{company}/invoices")

WAITING = ("submitted", "held")
"""It was sent and has no number yet: its sender may take it back."""
OK = 200
LOOK_AGAIN_S = 2
REFERENCES = ("order_number", "buyer_reference", "reference_person", "seller_reference", "payment_reference")


@router.get("/{invoice}")
async def invoice_page(invoice: UUID, here: TheCompany, edge: TheEdge, request: UUID | None = None) -> Response:
    """`request` is the Send that led here: its outcome is told on top. While it can be undone, the page looks again."""
    return await _page(invoice, here, edge, request)


async def _page(
    invoice: UUID, here: CompanyPage, edge: Edge, request: UUID | None = None, notice: str | None = None
) -> Response:
    since = await edge.runtime.position()
    row = await api.invoice_page(invoice, here.acting, edge)
    undo_s = undo_left(row, edge)
    response = here.show(
        "invoice.html",
        since=since,
        invoice=row,
        tone=TONES[row["status"]],
        sendable=row["status"] in SENDABLE,
        waits=row["status"] in WAITING,
        reason=reason_of(row, here),
        lines=await lines_of(row, here, edge),
        delivery=delivery_of(row),
        sums=row["sums"],
        findings=remedies(row["findings"], here),
        references=REFERENCES,
        outcome=await outcome(request, row, here, edge) if request and undo_s is None else None,
        undo_s=undo_s,
        notice=notice,
    )
    if undo_s is not None or (request and row["status"] == "submitted"):
        response.headers["refresh"] = str((undo_s or 0) + LOOK_AGAIN_S)
    return response


@router.post("/{invoice}/send")
async def send(invoice: UUID, form: TheForm, acting: Invoicer, edge: TheEdge) -> Response:
    """Tells that somebody pressed Send; what came of it stands on the invoice's own page."""
    request = form.request_of(acting.person)
    await api.submit(invoice, acting, request, edge, edge.settings.undo_s)
    await edge.answer(request, portal.InvoiceSubmitted, edge.settings.answer_timeout_s)
    return go(f"/c/{acting.company}/invoices/{invoice}?request={request}")


@router.post("/{invoice}/take-back")
async def take_back(invoice: UUID, form: TheForm, acting: Invoicer, edge: TheEdge) -> Response:
    """Tells that somebody takes the invoice back; what came of it stands on the invoice's own page."""
    request = form.request_of(acting.person)
    await api.withdraw(invoice, acting, request, edge)
    await edge.answer(request, portal.InvoiceWithdrawn, edge.settings.answer_timeout_s)
    return go(f"/c/{acting.company}/invoices/{invoice}?request={request}")


@router.get("/{invoice}/ubl")
async def ubl(invoice: UUID, here: TheCompany, edge: TheEdge) -> Response:
    """The exact UBL that was issued."""
    return await api.invoice_ubl(invoice, here.acting, edge)


@router.get("/{invoice}/preview")
async def draft_pdf(invoice: UUID, here: TheCompany, edge: TheEdge) -> Response:
    """The PDF of a draft; of what is issued meanwhile, the real one."""
    row = await invoice_of(edge.db, here.acting.company, invoice)
    if row is not None and row["document"] is not None:
        return go(f"{here.path}/invoices/{invoice}/pdf")
    return await preview_in(here.reader.language, invoice, here.acting, edge)


@router.get("/{invoice}/pdf")
async def pdf(invoice: UUID, here: TheCompany, edge: TheEdge) -> Response:
    """The PDF of what was sent. One that is still being made is said to be."""
    answer = await api.invoice_pdf(invoice, here.acting, edge)
    return (
        answer if answer.status_code == OK else await _page(invoice, here, edge, notice=here.reader.t("inbox.pdf-soon"))
    )


async def outcome(request: UUID, row: dict[str, Any], here: CompanyPage, edge: Edge) -> dict[str, str] | None:
    """What came of what this reader did to it, such as Send: a tone and a sentence."""
    t = here.reader.t
    told = await asked(edge.db, request)
    if told is not None and told["person"] != str(here.acting.person.id):
        raise Problem("request.not-found")
    answer: Fact | None = await edge.answer(request, FACTS[told["fact"]], 0) if told else None
    match answer:
        case invoicing.InvoiceIssued() | invoicing.InvoiceHeld() if row["number"]:
            return {"tone": "success", "text": t("outcome.sent", customer=row["receiver_name"], number=row["number"])}
        case invoicing.InvoiceHeld(reason="awaiting-undo"):
            return {"tone": "info", "text": t("outcome.pending")} if row["status"] == "submitted" else None
        case invoicing.InvoiceHeld():
            return {"tone": "warning", "text": held(answer.reason, answer.until, here.reader)}
        case invoicing.InvoiceReopened():
            return {"tone": "success", "text": t("outcome.reopened")}
        case Refusal():
            return {"tone": "danger", "text": here.reader.why(answer.code, answer.details)}
        case _:
            return {"tone": "info", "text": t("outcome.pending")}


def undo_left(row: dict[str, Any], edge: Edge) -> int | None:
    """For how many seconds Send can still be undone; None when it cannot, or nothing was sent."""
    if row["status"] != "held" or row["reason"] != "awaiting-undo":
        return None
    passed: float = (now() - row["changed_at"]).total_seconds()
    return max(ceil(edge.settings.undo_s - passed), 0)


def reason_of(row: dict[str, Any], here: CompanyPage) -> str:
    """Why it stands where it stands, in the words of the fact that put it there; else empty."""
    t = here.reader.t
    told = {line["name"]: line["body"] for line in row["timeline"]}
    match row["status"]:
        case "held":
            until = told["invoicing.invoice_held"].get("until")
            return held(row["reason"], date.fromisoformat(until) if until else None, here.reader)
        case "refused":
            return here.reader.why(row["reason"], told["invoicing.invoice_refused"]["details"])
        case "undeliverable":
            name = "invoicing.invoice_undeliverable"
            return t(f"timeline.{name}", **values_of(told[name], here))
        case _:
            return ""
