"""The operator's desk: companies that are found by name, number or address, and invoices wherever they have come."""

from typing import Any
from uuid import UUID

from contracts.values import CompanyId
from portal.companies.view import company_of, found_companies, names_of
from portal.desk.shown import CompanyLine, InvoiceAtTheDesk
from portal.edge.asking import Edge, TheEdge
from portal.edge.at_the_desk import Support
from portal.edge.inputs import Search
from portal.edge.operations import Api
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem
from portal.invoices.shown import TimelineLine
from portal.invoices.view import found_anywhere, timeline_of
from portal.telling.reading import Page, Row

router = Api(prefix="/api/v1/desk", tags=["desk"])


@router.get("/companies", response_model=list[CompanyLine])
async def companies(staff: Support, edge: TheEdge, search: Search = "") -> list[dict[str, Any]]:
    """Those whose name, number or contact's address holds what is searched, or that have it as their id; by name."""
    return await found_companies(edge.db, search.strip(), edge.settings.list_rows_max)


@router.get("/companies/{company}", response_model=CompanyLine)
async def company(company: CompanyId, staff: Support, edge: TheEdge) -> dict[str, Any]:
    """One company, and how far it has come."""
    row = await company_of(edge.db, company)
    if row is None:
        raise Problem("company.not-found")
    return row


@router.get("/invoices", response_model=list[InvoiceAtTheDesk])
async def invoices(
    staff: Support, edge: TheEdge, paging: ThePaging, search: Search = "", company: CompanyId | None = None
) -> list[dict[str, Any]]:
    """Invoices by number or id, of all companies or of one, the newest first; without either there are none."""
    search = search.strip()
    rows = await found_anywhere(edge.db, search, company, paging.page) if search or company else []
    shown = paging.shown(rows, "created_at")
    names = await names_of(edge.db, {row["company"] for row in shown})
    return [row | {"company_name": names.get(row["company"])} for row in shown]


@router.get("/invoices/{invoice}/timeline", response_model=list[TimelineLine])
async def timeline(invoice: UUID, staff: Support, edge: TheEdge) -> list[dict[str, Any]]:
    """Every fact of an invoice, whichever service told it, the oldest first."""
    row = await one_invoice(invoice, edge)
    return await timeline_of(edge.db, row["company"], invoice)


async def one_invoice(invoice: UUID, edge: Edge) -> Row:
    """An invoice, whosever it is. Raises Problem when there is none, or it was thrown away as a draft."""
    rows = await found_anywhere(edge.db, str(invoice), None, Page(1))
    if not rows:
        raise Problem("invoice.not-found")
    return rows[0]
