"""The list of invoices: searched and filtered, exported, and what is done with several of them at once."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis import Refused, derived_id
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from portal.companies.acting import Invoicer
from portal.companies.here import CompanyPage, TheCompany
from portal.credits.view import left_of
from portal.edge.acts import NOTHING_SAID, Said
from portal.edge.asking import Edge, TheEdge
from portal.edge.clock import today
from portal.edge.figures import zone_of
from portal.edge.forms import TheLongForm, go
from portal.edge.inputs import FIRST_DAY, LAST_DAY
from portal.edge.paging import Leaf, leaf_at
from portal.edge.problems import Problem
from portal.invoices import api
from portal.invoices.exporting import COLUMNS, for_excel, packed, table_of
from portal.invoices.remedies import remedies
from portal.invoices.states import SENDABLE, STATUSES, TONES
from portal.invoices.timeline import held
from portal.invoices.view import chosen_of, invoiced, listed
from portal.invoices.wanted import Wanted
from portal.telling.reading import Row

router = APIRouter(prefix="/c/{company}/invoices")

DONE: Final = ("draft-saved", "discarded", "all-discarded")
NOTICES: Final = (*DONE, "none-chosen", "none-issued", "pdfs-soon")
KLIP: Final = "invoice"
SEARCH_CHARACTERS_MAX: Final = 100
CHOSEN: Final = "invoice-"
"""How the fields of a form begin that name what was chosen."""
ToDo = Literal["send", "discard", "download", "done"]
Text = Annotated[str, Query(max_length=200)]


@router.get("")
async def invoices_page(
    here: TheCompany,
    edge: TheEdge,
    status: Text = "",
    search: Text = "",
    issued_from: Text = "",
    issued_until: Text = "",
    after: Text = "",
    notice: Text = "",
    all: bool = False,  # noqa: A002 - the word in the address
) -> Response:
    """The filters and the place in the list stand in the address, so that a page can be kept and sent to somebody.

    `all` is for who runs no scripts: everything on the page is chosen.
    """
    wanted = _wanted(here, status, search, issued_from, issued_until)
    return await _list(here, edge, wanted, after, notice=notice if notice in NOTICES else "", is_chosen=all)


@router.get("/export")
async def export(
    here: TheCompany,
    edge: TheEdge,
    status: Text = "",
    search: Text = "",
    issued_from: Text = "",
    issued_until: Text = "",
) -> Response:
    """All that the filters let through, as a file for a spreadsheet in the reader's language."""
    wanted = _wanted(here, status, search, issued_from, issued_until)
    reader, zone = here.reader, zone_of(here.company["country"])
    heads = [reader.t(f"export.{name}") for name in COLUMNS]
    manner = for_excel(heads, lambda state: reader.t(f"status.{state}"), zone)
    try:
        return await table_of(edge, wanted, manner, f"{reader.t('export.file')} {today(zone)}.csv")
    except Problem as problem:
        said = Said(problem.status, wrong={"": reader.why(problem.code, problem.details)})
        return await _list(here, edge, wanted, "", said)


@router.get("/chosen")
async def chosen_page(
    here: TheCompany,
    edge: TheEdge,
    do: ToDo = "done",
    chosen: Annotated[tuple[UUID, ...], Query()] = (),
) -> Response:
    """Before several are sent or thrown away, each is shown, and what stands against it; `done` shows what came of it.

    Their ids stand in the address: Reload and Back ask for nothing.
    """
    if not chosen:
        return go(f"{here.path}/invoices?notice=none-chosen")
    _not_too_many(chosen, edge)
    since = await edge.runtime.position()
    rows = await chosen_of(edge.db, here.acting.company, chosen)
    if do == "download":
        return await _download(rows, here, edge)
    if do != "done":
        here.require("invoicer")
    why = {row["id"]: _against(row, do, here) for row in rows}
    fit = [row for row in rows if do in ("send", "discard") and not why[row["id"]]]
    return here.show("chosen.html", since=since, do=do, rows=rows, why=why, fit=fit, tones=TONES)


@router.post("/chosen")
async def act_on_chosen(form: TheLongForm, here: TheCompany, writer: Invoicer, edge: TheEdge) -> Response:
    """Each is told at once, and then all are waited for; pressed twice it is told once."""
    chosen = [UUID(value) for name, value in form.fields.items() if name.startswith(CHOSEN) and _is_id(value)]
    _not_too_many(chosen, edge)
    is_discarding = form["do"] == "discard"
    tell, kind = (api.throw_away, portal.InvoiceDiscarded) if is_discarding else (api.submit, portal.InvoiceSubmitted)
    told: list[UUID] = []
    for invoice in chosen:
        request = derived_id(form.request_of(writer.person), "chosen", str(invoice))
        try:
            await tell(invoice, writer, request, edge)
        except (Problem, Refused):
            continue  # its line says how it stands
        told.append(request)
    wait_s = edge.settings.answer_timeout_s
    answers = await asyncio.gather(*(edge.answer(request, kind, wait_s) for request in told))
    if is_discarding and chosen and sum(isinstance(one, invoicing.InvoiceDiscarded) for one in answers) == len(chosen):
        return go(f"{here.path}/invoices?notice=all-discarded")
    return go(f"{here.path}/invoices/chosen?do=done" + "".join(f"&chosen={invoice}" for invoice in chosen))


def _wanted(here: CompanyPage, status: str, search: str, issued_from: str, issued_until: str) -> Wanted:
    return Wanted(
        here.acting.company,
        status if status in STATUSES else "",
        search.strip()[:SEARCH_CHARACTERS_MAX],
        _day(issued_from),
        _day(issued_until),
    )


def _day(written: str) -> date | None:
    """A day that there is none of is no wish."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _is_id(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True


def _not_too_many(chosen: Sequence[UUID], edge: Edge) -> None:
    if len(chosen) > edge.settings.bulk_max:
        raise Problem("invoice.too-many-chosen", count=len(chosen), count_max=edge.settings.bulk_max)


async def _list(
    here: CompanyPage,
    edge: Edge,
    wanted: Wanted,
    after: str,
    said: Said = NOTHING_SAID,
    notice: str = "",
    *,
    is_chosen: bool = False,
) -> Response:
    rows_max = edge.settings.page_rows_max
    since = await edge.runtime.position() if said is NOTHING_SAID else None
    return here.show(
        "invoices.html",
        said=said,
        since=since,
        leaf=Leaf.of(await listed(edge.db, wanted, leaf_at(after, rows_max)), rows_max, wanted.by),
        after=after,
        asked={
            "status": wanted.status,
            "search": wanted.search,
            "issued_from": str(wanted.issued_from or ""),
            "issued_until": str(wanted.issued_until or ""),
        },
        is_chosen=is_chosen,
        statuses=STATUSES,
        tones=TONES,
        sendable=SENDABLE,
        invoiced=await invoiced(edge.db, here.acting.company),
        credits=(await left_of(edge.db, here.acting.company)).get(KLIP, 0),
        notice=here.reader.word("list_notice", notice) if notice else None,
        notice_tone="success" if notice in DONE else "info",
    )


async def _download(rows: Sequence[Row], here: CompanyPage, edge: Edge) -> Response:
    """Nothing is left out: while a PDF is being made there is no file yet."""
    issued = [row for row in rows if row["document"]]
    if not issued:
        return go(f"{here.path}/invoices?notice=none-issued")
    missing = [row for row in issued if not row["pdf"]]
    made = await asyncio.gather(*(api.pdf_of(row["id"], row, here.acting, edge) for row in missing))
    if not all(made):
        return go(f"{here.path}/invoices?notice=pdfs-soon")
    pdfs = {row["id"]: pdf for row, pdf in zip(missing, made, strict=True)}
    name = f"{here.reader.t('export.file')} {today(zone_of(here.company['country']))}.zip"
    return packed(edge, [row | {"pdf": row["pdf"] or pdfs[row["id"]]} for row in issued], name)


def _against(row: Row, do: str, here: CompanyPage) -> str:
    """What stands against doing it with this one, or (`done`) why it stands where it stands; else empty."""
    reader = here.reader
    if do != "done" and row["status"] not in SENDABLE:
        return reader.t("bulk.no_draft")
    if do == "discard":
        return ""
    if row["status"] == "held":
        return held(row["reason"], None, reader) if row["reason"] != "awaiting-date" else ""
    errors = [one.text for one in remedies(row["findings"], here) if one.is_error] if row["status"] in SENDABLE else []
    return reader.t("bulk.and_more", first=errors[0], count=len(errors) - 1) if len(errors) > 1 else "".join(errors)
