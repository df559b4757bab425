"""The inbox: what a company has received, and downloading it."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from portal.companies.here import CompanyPage, TheCompany
from portal.edge.asking import TheEdge
from portal.inbox import api

ACCEPTED = 202

router = APIRouter(prefix="/c/{company}/inbox")


@router.get("")
async def inbox_page(here: TheCompany, edge: TheEdge, request: UUID | None = None) -> Response:
    """`request` is the enrolment that led here."""
    rows = await api.inbox(here.acting, edge)
    notice = await _enrolled(request, here) if request else None
    return here.show("inbox.html", rows=rows, notice=notice, rows_max=edge.settings.list_rows_max)


@router.get("/{document}/{form}")
async def open_document(document: UUID, form: Literal["pdf", "ubl"], here: TheCompany, edge: TheEdge) -> Response:
    """Downloads it; the supplier is told once that it was opened. A PDF that is still being made is said to be."""
    answer = await api.open_document(document, form, here.acting, edge)
    if answer.status_code != ACCEPTED:
        return answer
    rows = await api.inbox(here.acting, edge)
    notice = here.reader.t("inbox.pdf-soon")
    return here.show("inbox.html", rows=rows, notice=notice, rows_max=edge.settings.list_rows_max)


async def _enrolled(request: UUID, here: CompanyPage) -> str | None:
    answer = await here.reader.edge.answer(request, portal.EnrolmentRequested, 0)
    if isinstance(answer, directory.EnrolmentCompleted) and answer.company == here.acting.company:
        return here.reader.t("enrol.done", supplier=answer.supplier_name)
    return None
