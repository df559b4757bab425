"""The inbox: what a company has received, and downloading it."""

from typing import Any, Literal
from uuid import UUID

from fastapi import Response

from chassis import derived_id, new_id
from contracts.portal import v1 as portal
from portal.companies.acting import Acting, Viewer
from portal.edge.asking import Edge, TheEdge
from portal.edge.downloads import download
from portal.edge.inputs import Search, UpdatedAfter
from portal.edge.operations import READ, Api, files_of
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem
from portal.edge.sent_files import PDF
from portal.inbox.shown import InboxLine
from portal.inbox.view import Seen, Wanted, document_of, line_of, received_by
from portal.invoices.api import made_later, rendered
from portal.telling.reading import Row

router = Api(prefix="/api/v1/companies/{company}", tags=["inbox"], scope=READ)


@router.get("/inbox", response_model=list[InboxLine])
async def list_inbox(
    acting: Viewer,
    edge: TheEdge,
    paging: ThePaging,
    status: Seen | Literal[""] = "",
    search: Search = "",
    updated_after: UpdatedAfter = None,
) -> list[dict[str, Any]]:
    """What the company has received, the latest first; nobody has opened what has no `opened_at`."""
    wanted = Wanted(acting.company, status, search, updated_after)
    return paging.shown(await received_by(edge.db, wanted, paging.page), wanted.by)


@router.get("/inbox/{document}", response_model=InboxLine)
async def document_line(document: UUID, acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """One received document; what stands in it says its UBL."""
    row = await line_of(edge.db, acting.company, document)
    if row is None:
        raise Problem("document.not-found")
    return row


@router.get("/inbox/{document}/{form}", **files_of(PDF, "application/xml", later=True))
async def open_document(document: UUID, form: Literal["pdf", "ubl"], acting: Viewer, edge: TheEdge) -> Response:
    """Downloads a received document; the supplier is told once that a person opened it, not that a system fetched it.

    The PDF of a document that came within the network is made when somebody wants it first: 202 while it is made.
    """
    row = await kept(document, acting, edge)
    reference = row[form]
    if reference is None:
        request = new_id()
        reference = await rendered(document, acting, request, edge)
        if reference is None:
            return made_later(f"/inbox/{document}/{form}", acting, request)
    await opened(document, row, acting, edge)
    return await download(edge, reference)


async def kept(document: UUID, acting: Acting, edge: Edge) -> Row:
    """Where it is kept. Raises Problem when the company has not received it."""
    row = await document_of(edge.db, acting.company, document)
    if row is None:
        raise Problem("document.not-found")
    return row


async def opened(document: UUID, row: Row, acting: Acting, edge: Edge) -> None:
    """Tells the supplier, once, that a person opened it; that a system fetched it is not told."""
    if row["opened_at"] is None and acting.person.system is None:
        fact = portal.DocumentOpened(company=acting.company, person=acting.person.id, document=document)
        await edge.tell_only(fact, derived_id(document, "opened", str(acting.person.id)), acting.person.id)
