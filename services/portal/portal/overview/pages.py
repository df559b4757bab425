"""The front page of a company, where log-in, joining and the mails lead."""

from fastapi import APIRouter, Response

from portal.companies.here import TheCompany
from portal.credits.view import left_of
from portal.edge.asking import TheEdge
from portal.inbox.view import unopened
from portal.invoices.view import counted

router = APIRouter(prefix="/c/{company}")

KLIP = "invoice"
NOT_DONE = ("draft", "refused", "held", "undeliverable")
"""Invoices that somebody may have to look at."""


@router.get("")
async def overview_page(here: TheCompany, edge: TheEdge) -> Response:
    company = here.acting.company
    invoices = await counted(edge.db, company)
    return here.show(
        "overview.html",
        steps=here.left,
        receives=here.only_receives,
        may_do=here.may("admin"),
        unopened=await unopened(edge.db, company),
        unfinished=[(status, invoices[status]) for status in NOT_DONE if invoices.get(status)],
        credits=(await left_of(edge.db, company)).get(KLIP, 0),
    )
