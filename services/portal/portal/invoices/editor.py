"""The editor: an invoice is written, kept however little stands in it, looked at, and sent when it is complete.

Every button saves first, so that nothing is lost; scripts press "update" by themselves. Sums and findings come from the
draft's answer, never from here.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ValidationError

from chassis import Refused, derived_id
from contracts.portal import v1 as portal
from contracts.values import CompanyId
from portal.companies.acting import Invoicer
from portal.companies.here import CompanyPage, TheCompany
from portal.edge.acts import NOTHING_SAID, Said, later, refused
from portal.edge.asking import Edge, Pending, TheEdge
from portal.edge.forms import Form, TheForm, TheLongForm, go
from portal.edge.problems import UNPROCESSABLE, Problem, said_of
from portal.invoices import api
from portal.invoices.attaching import upload_all
from portal.invoices.editor_page import defaults, page
from portal.invoices.fields import as_draft, compacted, field_of, rows_in, shown, unwritten
from portal.invoices.preview import composed_of
from portal.invoices.remedies import remedies
from portal.invoices.states import SENDABLE
from portal.invoices.view import invoice_of
from portal.partners.view import Wanted as WantedPartners
from portal.partners.view import page_of as partners_of
from portal.telling.reading import Row

router = APIRouter(prefix="/c/{company}/invoices")

REMOVE: Final = re.compile(r"remove-(lines|charges|attachments)-(\d{1,4})")
UNSIGNED: Final = "company.unsigned"
DAYS_TO_PAY: Final = 30


@router.get("/new")
async def new_page(
    here: TheCompany, edge: TheEdge, customer: CompanyId | None = None, search: str = "", lines: int = 0
) -> Response:
    """The customer first: what else is asked depends on it. Who has one customer alone is not asked."""
    here.require("invoicer")
    settings = edge.settings
    wanted = WantedPartners(here.acting.company, "customer", "connected", search.strip()[:100])
    customers = await partners_of(edge.db, wanted, settings.customers_to_choose_from_max + 1, 0)
    if customer is None and not search and len(customers) == 1:
        customer = customers[0]["id"]
    if customer is None:
        many = bool(search) or len(customers) > settings.customers_to_choose_from_max
        shown_now = customers[: settings.customers_to_choose_from_max]
        return here.show("editor_customer.html", customers=shown_now, many=many, search=search)
    filled = await defaults(customer, here, edge, DAYS_TO_PAY)
    return await page(here, edge, None, filled, NOTHING_SAID, lines=lines)


@router.post("/new")
async def begin(form: TheLongForm, here: TheCompany, writer: Invoicer, edge: TheEdge) -> Response:
    """The first saving makes the draft; its id comes from the form, so that pressing twice makes one."""
    return await _keep(derived_id(form.request_of(writer.person), "invoice"), None, form, here, writer, edge)


@router.get("/{invoice}/edit")
async def edit_page(
    invoice: UUID, here: TheCompany, edge: TheEdge, lines: int = 0, charges: int = 0, check: bool = False
) -> Response:
    """`check` shows everything that stands against sending it, also at fields that are still empty."""
    here.require("invoicer")
    row = await _own(invoice, here, edge)
    if not _is_open(row, edge):
        return go(f"{here.path}/invoices/{invoice}")
    filled = shown(row["draft"], here.reader.language)
    said = _against(remedies(row["findings"], here), filled, here) if check else NOTHING_SAID
    return await page(here, edge, row, filled, replace(said, status=200), lines=lines, charges=charges)


@router.post("/{invoice}/edit")
async def save(invoice: UUID, form: TheLongForm, here: TheCompany, writer: Invoicer, edge: TheEdge) -> Response:
    row = await _own(invoice, here, edge)
    return await _keep(invoice, row, form, here, writer, edge)


@router.post("/new/attachments")
async def attach_to_new(here: TheCompany, writer: Invoicer, edge: TheEdge) -> Response:
    """Files of a draft that is not kept yet, with all that was typed; for browsers without scripts."""
    form, said = await upload_all(here, writer, edge)
    invoice = derived_id(form.request_of(writer.person), "invoice")
    return await _keep(invoice, None, form, here, writer, edge, said)


@router.post("/{invoice}/attachments")
async def attach(invoice: UUID, here: TheCompany, writer: Invoicer, edge: TheEdge) -> Response:
    row = await _own(invoice, here, edge)
    form, said = await upload_all(here, writer, edge)
    return await _keep(invoice, row, form, here, writer, edge, said)


@router.post("/{invoice}/copy")
async def copy(invoice: UUID, form: TheForm, here: TheCompany, writer: Invoicer, edge: TheEdge) -> Response:
    """A new draft that says the same, but for what belongs to one invoice alone: its dates, number and OCR."""
    row = await _own(invoice, here, edge)
    fresh = await defaults(CompanyId(UUID(row["draft"]["receiver"])), here, edge, DAYS_TO_PAY)
    own = {name: fresh[name] for name in ("issue_date", "due_date")}
    own |= {"number": "", "payment_reference": "", "delivery_date": "", "account": fresh["account"]}
    fields = {**shown(row["draft"], here.reader.language), **own, "do": "update"}
    new = derived_id(form.request_of(writer.person), "invoice")
    return await _keep(new, None, Form(fields, form.request), here, writer, edge)


@router.post("/{invoice}/discard")
async def discard(invoice: UUID, form: TheForm, here: TheCompany, writer: Invoicer, edge: TheEdge) -> Response:
    done = f"{here.path}/invoices?notice=discarded"
    request = form.request_of(writer.person)
    row = await invoice_of(edge.db, writer.company, invoice)
    if row is None:
        return go(done)  # it is gone already
    answer = await api.discard(invoice, writer, request, Response(), edge)
    return later(request, form, here.reader, done) if isinstance(answer, Pending) else go(done)


@router.get("/{invoice}/verify")
async def verify_page(invoice: UUID, here: TheCompany, edge: TheEdge) -> Response:
    """Information on verification: nobody has signed for the company yet, so the draft is kept (S4-18)."""
    row = await _own(invoice, here, edge)
    if here.company["signed_at"] is not None:
        return go(f"{here.path}/invoices/{invoice}/edit")
    return here.show("editor_unsigned.html", invoice=row)


async def _own(invoice: UUID, here: CompanyPage, edge: Edge) -> Row:
    row = await invoice_of(edge.db, here.acting.company, invoice)
    if row is None:
        raise Problem("invoice.not-found")
    return row


def _is_open(row: Row, edge: Edge) -> bool:
    lines = (row["draft"] or {}).get("lines", ())
    return row["status"] in SENDABLE and row["draft"] is not None and len(lines) <= edge.settings.editor_rows_max


async def _keep(
    invoice: UUID,
    row: Row | None,
    form: Form,
    here: CompanyPage,
    writer: Invoicer,
    edge: Edge,
    said: Said = NOTHING_SAID,
) -> Response:
    """Saves what is typed, and then does what the button says."""
    if row is not None and row["status"] not in SENDABLE:
        return go(f"{here.path}/invoices/{invoice}")  # it says itself how far it has come
    button = form["do"] or "update"
    removed = REMOVE.fullmatch(button)
    fields = compacted(form.fields, (removed[1], int(removed[2])) if removed else None)
    fields.pop("do", None)
    try:
        body = as_draft(fields)
        answer = await _write(invoice, row, body, writer, form, edge)
    except ValidationError as error:
        wrong = {field_of("/".join(map(str, one["loc"]))): said_of(one, here.reader.language) for one in error.errors()}
        return await page(here, edge, row, fields, Said(UNPROCESSABLE, fields, wrong), **_more(button, fields))
    except (Problem, Refused) as error:
        if error.code in ("invoice.already-sent", "invoice.on-its-way"):
            return go(f"{here.path}/invoices/{invoice}")  # it says itself how far it has come
        return await page(here, edge, row, fields, replace(refused(error, form, here.reader, {}), filled=fields))
    here_now = f"{here.path}/invoices/{invoice}/edit"
    if isinstance(answer, Pending):
        return later(answer.request, form, here.reader, here_now)
    if said is not NOTHING_SAID:
        row = await invoice_of(edge.db, writer.company, invoice)
        return await page(here, edge, row, fields, replace(said, filled=fields))
    match button:
        case "send":
            return await _send(invoice, answer, fields, form, here, writer, edge)
        case "preview":
            return await _preview(invoice, fields, here, edge)
        case "save":
            return go(f"{here.path}/invoices?notice=draft-saved")
        case "line":
            return go(f"{here_now}?lines={rows_in('lines', fields) + 1}#lines-{rows_in('lines', fields)}-name")
        case "charge":
            place = rows_in("charges", fields)
            return go(f"{here_now}?charges={place + 1}#charges-{place}-reason_code")
        case _:
            return go(here_now)


async def _write(
    invoice: UUID, row: Row | None, body: api.Draft, writer: Invoicer, form: Form, edge: Edge
) -> dict[str, Any] | Pending:
    """Who goes back and changes what was saved already saves it anew; what is pressed twice is the same once more."""
    request = form.request_of(writer.person)
    row = row or await invoice_of(edge.db, writer.company, invoice)
    if row is None:
        return await api.write(body, writer, request, Response(), edge)
    return await api.rewrite(
        invoice, body, writer, derived_id(request, "saved-after", str(row["saved"])), Response(), edge
    )


async def _send(
    invoice: UUID,
    answer: Mapping[str, Any],
    fields: dict[str, str],
    form: Form,
    here: CompanyPage,
    writer: Invoicer,
    edge: Edge,
) -> Response:
    """Sends it, if nothing stands against it: what was saved just now, and nothing else."""
    found = remedies(answer["findings"], here)
    errors = {one.rule for one in found if one.is_error}
    if not unwritten(fields) and errors == {UNSIGNED}:
        return go(f"{here.path}/invoices/{invoice}/verify")
    row = await invoice_of(edge.db, writer.company, invoice)
    if errors or unwritten(fields):
        return await page(here, edge, row, fields, _against(found, fields, here))
    request = derived_id(form.request_of(writer.person), "send")
    await api.submit(invoice, writer, request, edge, edge.settings.undo_s)
    await edge.answer(request, portal.InvoiceSubmitted, edge.settings.answer_timeout_s)
    return go(f"{here.path}/invoices/{invoice}?request={request}")


async def _preview(invoice: UUID, fields: dict[str, str], here: CompanyPage, edge: Edge) -> Response:
    """On to the PDF of what was saved just now; or the form again, with what a PDF of it lacks."""
    row = await _own(invoice, here, edge)
    try:
        await composed_of(row, here.reader.language, edge)
    except Problem as problem:
        if problem.code != "draft.incomplete":
            raise
        wrong = {field_of(one["where"]): one["text"] for one in problem.findings}
        return await page(here, edge, row, fields, Said(problem.status, fields, wrong))
    return go(f"{here.path}/invoices/{invoice}/preview")


def _against(found: list[Any], fields: dict[str, str], here: CompanyPage) -> Said:
    """What stands against sending it: each at its field, what is missing as well as what is wrong."""
    wrong = {name: here.reader.t("editor.write_price") for name in unwritten(fields)}
    for one in found:
        if one.is_error:
            wrong.setdefault(one.field, one.text)
    return Said(UNPROCESSABLE, fields, wrong)


def _more(button: str, fields: Mapping[str, str]) -> dict[str, int]:
    return {
        "lines": rows_in("lines", fields) + 1 if button == "line" else 0,
        "charges": rows_in("charges", fields) + 1 if button == "charge" else 0,
    }
