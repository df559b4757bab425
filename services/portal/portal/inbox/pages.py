"""The inbox: what a company has received, each document on a page of its own, and downloading it."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from contracts.values import DocumentRef
from portal.companies.here import CompanyPage, TheCompany
from portal.edge.asking import Edge, TheEdge
from portal.edge.downloads import as_attachment
from portal.edge.paging import Leaf, leaf_at
from portal.edge.problems import Problem
from portal.inbox import api
from portal.inbox.contents import Contents, contents_of, kind_of
from portal.inbox.view import Wanted, received_by

ACCEPTED = 202
SEEN = ("new", "opened")
"""The states of a document, called `inbox.<state>`."""

router = APIRouter(prefix="/c/{company}/inbox")


@router.get("")
async def inbox_page(
    here: TheCompany,
    edge: TheEdge,
    status: str = "",
    search: str = "",
    after: str = "",
    request: UUID | None = None,
) -> Response:
    """The filters and the place in the list stand in the address. `request` is the enrolment that led here."""
    wanted = Wanted(here.acting.company, status if status in SEEN else "", search.strip()[:100])  # type: ignore[arg-type]
    rows_max = edge.settings.page_rows_max
    since = await edge.runtime.position()
    leaf = Leaf.of(await received_by(edge.db, wanted, leaf_at(after, rows_max)), rows_max, wanted.by)
    return here.show(
        "inbox.html",
        since=since,
        leaf=leaf,
        after=after,
        asked={"status": wanted.status, "search": wanted.search},
        statuses=SEEN,
        notice=await _enrolled(request, here) if request else None,
    )


@router.get("/{document}")
async def document_page(document: UUID, here: TheCompany, edge: TheEdge) -> Response:
    """The document as it reads. Whoever opens it here has opened it, and the supplier is told so, once."""
    return await _shown(document, here, edge)


@router.get("/{document}/attachments/{place}")
async def attachment(document: UUID, place: int, here: TheCompany, edge: TheEdge) -> Response:
    """One of the files within the document, counted from 0."""
    row = await api.kept(document, here.acting, edge)
    contents = await _contents(row["ubl"], here, edge)
    files = contents.attachments if contents else ()
    found = files[place] if 0 <= place < len(files) else None
    if found is None or found.content is None:
        raise Problem("document.not-found")
    await api.opened(document, row, here.acting, edge)
    return Response(found.content, media_type=kind_of(found), headers=as_attachment(found.filename or found.id))


@router.get("/{document}/{form}")
async def open_document(document: UUID, form: Literal["pdf", "ubl"], here: TheCompany, edge: TheEdge) -> Response:
    """Downloads it; the supplier is told once that it was opened. A PDF that is still being made is said to be."""
    answer = await api.open_document(document, form, here.acting, edge)
    if answer.status_code != ACCEPTED:
        return answer
    return await _shown(document, here, edge, here.reader.t("inbox.pdf-soon"))


async def _shown(document: UUID, here: CompanyPage, edge: Edge, notice: str | None = None) -> Response:
    since = await edge.runtime.position()
    line = await api.document_line(document, here.acting, edge)
    row = await api.kept(document, here.acting, edge)
    contents = await _contents(row["ubl"], here, edge)
    await api.opened(document, row, here.acting, edge)
    return here.show("document.html", since=since, document=line, contents=contents, notice=notice)


async def _contents(reference: dict[str, object], here: CompanyPage, edge: Edge) -> Contents | None:
    ubl = await edge.runtime.documents.read(DocumentRef(**reference))  # type: ignore[arg-type]
    return await contents_of(ubl, here.reader.language)


async def _enrolled(request: UUID, here: CompanyPage) -> str | None:
    answer = await here.reader.edge.answer(request, portal.EnrolmentRequested, 0)
    if isinstance(answer, directory.EnrolmentCompleted) and answer.company == here.acting.company:
        return here.reader.t("enrol.done", supplier=answer.supplier_name)
    return None
