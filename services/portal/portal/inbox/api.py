"""The inbox: what a company has received, and downloading it."""

from typing import Any, Literal
from uuid import UUID

import msgspec
from fastapi import APIRouter, Response

from chassis import derived_id
from contracts.portal import v1 as portal
from portal.companies.acting import Viewer
from portal.edge.asking import TheEdge
from portal.edge.downloads import download
from portal.edge.problems import Problem

router = APIRouter(prefix="/api/v1/companies/{company}", tags=["inbox"])


@router.get("/inbox")
async def inbox(acting: Viewer, edge: TheEdge) -> list[dict[str, Any]]:
    rows = await edge.runtime.db.fetch(
        """SELECT document AS id, supplier_name, number, issue_date, due_date, payable, currency, received_at, opened_at
           FROM inbox WHERE company = $1 ORDER BY received_at DESC LIMIT $2""",
        acting.company,
        edge.settings.list_rows_max,
    )
    return [dict(row) for row in rows]


@router.get("/inbox/{document}/{form}")
async def open_document(document: UUID, form: Literal["pdf", "ubl"], acting: Viewer, edge: TheEdge) -> Response:
    """Downloads a received document; the supplier is told once that it was opened."""
    row = await edge.runtime.db.fetchrow(
        f"SELECT {form}, opened_at FROM inbox WHERE document = $1 AND company = $2",  # noqa: S608 - one of two words
        document,
        acting.company,
    )
    if row is None:
        raise Problem("document.not-found")
    if row["opened_at"] is None:
        fact = portal.DocumentOpened(company=acting.company, person=acting.person.id, document=document)
        await edge.tell_only(fact, derived_id(document, "opened", str(acting.person.id)), acting.person.id)
    return await download(edge, msgspec.json.decode(row[form])[form])
