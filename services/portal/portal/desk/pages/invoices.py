"""An invoice wherever it has come, by its number or id, with every fact that a service has told of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from portal.companies.view import company_of, names_of
from portal.desk.companies import one_invoice
from portal.desk.here import TheDesk
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Support
from portal.edge.reader import Reader
from portal.invoices.timeline import lines_of
from portal.invoices.view import found_anywhere, timeline_of

router = APIRouter(prefix="/desk/invoices")


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose invoice a timeline is told of, and to whom it is told."""

    reader: Reader
    company: dict[str, Any]


@router.get("")
async def invoices_page(here: TheDesk, staff: Support, edge: TheEdge, search: str = "", after: str = "") -> Response:
    search = search.strip()[:100]
    found = await found_anywhere(edge.db, search, None, here.page_of(after)) if search else []
    rows, older = here.cut(found, "created_at")
    names = await names_of(edge.db, {row["company"] for row in rows})
    return here.show("desk_invoices.html", rows=rows, names=names, older=older, filled={"search": search})


@router.get("/{invoice}")
async def invoice_page(invoice: UUID, here: TheDesk, staff: Support, edge: TheEdge) -> Response:
    """Each fact in words, and as it was told for whoever must know more."""
    row = await one_invoice(invoice, edge)
    facts = await timeline_of(edge.db, row["company"], invoice)
    company = await company_of(edge.db, row["company"]) or {"name": str(row["company"]), "country": "SE"}
    lines = await lines_of({**row, "timeline": facts}, Owned(here.reader, company), edge)
    return here.show("desk_invoice.html", row=row, sender=company, lines=lines, facts=facts)
