"""The front page of a company, where log-in, joining and the mails lead."""

from uuid import UUID

from fastapi import APIRouter, Response

from contracts.directory import v1 as directory
from contracts.fact import FACTS
from portal.companies.here import CompanyPage, TheCompany
from portal.credits.view import left_of
from portal.edge.asking import TheEdge
from portal.edge.clock import today
from portal.edge.figures import zone_of
from portal.inbox.view import unopened
from portal.invoices.view import counted
from portal.overview.chart import chart_of
from portal.partners.view import received_by
from portal.telling.answers import asked

router = APIRouter(prefix="/c/{company}")

KLIP = "invoice"
NOT_DONE = ("draft", "refused", "held", "undeliverable")
"""Invoices that somebody may have to look at."""
INVITATIONS_SHOWN_MAX = 10


@router.get("")
async def overview_page(here: TheCompany, edge: TheEdge, request: UUID | None = None, signed: bool = False) -> Response:
    """`request` is the answer to an invitation that led here: its receipt stands on top (S0-13)."""
    company = here.acting.company
    since = await edge.runtime.position()
    invoices = await counted(edge.db, company)
    return here.show(
        "overview.html",
        since=since,
        steps=here.left,
        notice=await _receipt(request, here) if request else here.reader.t("overview.signed") if signed else None,
        invited=await received_by(edge.db, company, INVITATIONS_SHOWN_MAX),
        receives=here.only_receives,
        may_do=here.may("admin"),
        chart=await chart_of(company, today(zone_of(here.company["country"])), here.reader, edge),
        unopened=await unopened(edge.db, company),
        unfinished=[(status, invoices[status]) for status in NOT_DONE if invoices.get(status)],
        credits=(await left_of(edge.db, company)).get(KLIP, 0),
    )


async def _receipt(request: UUID, here: CompanyPage) -> str | None:
    row = await asked(here.reader.edge.db, request)
    if row is None or row["person"] != str(here.acting.person.id):
        return None
    match await here.reader.edge.answer(request, FACTS[row["fact"]], 0):
        case directory.EnrolmentCompleted() as enrolled if enrolled.company == here.acting.company:
            return here.reader.t("enrol.done", supplier=enrolled.supplier_name)
        case directory.ConnectionAccepted():
            return here.reader.t("enrol.done_supplier")
        case directory.ConnectionDeclined():
            return here.reader.t("enrol.declined")
        case _:
            return None
