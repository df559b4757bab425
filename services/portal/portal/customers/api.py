"""The supplier's own register of customers: upload, dry run, import with progress, and the customers as they stand."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from chassis import derived_id
from contracts.portal import v1 as portal
from contracts.values import Country, DocumentRef
from portal.companies.acting import Acting, Invoicer, Viewer
from portal.companies.view import company_of
from portal.customers.shown import OwnCustomer, RegisterImport, RegisterImportPage
from portal.customers.view import customers_of, findings_of, import_of, imports_of
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered
from portal.edge.inputs import After, Input
from portal.edge.operations import Api, answers_of
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem, language_of, sentence
from portal.edge.sent_files import body_of
from portal.edge.shown import Kept
from portal.telling.reading import Row

router = Api(prefix="/api/v1/companies/{company}", tags=["customer registers"], scope="customers:write")

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {b"PK\x03\x04": SPREADSHEET, b"\xd0\xcf\x11\xe0": "application/vnd.ms-excel"}
"""By how the bytes begin; anything else is taken for text with separators, and whoever reads it says if it is not."""
FieldName = Literal[
    "customer_number", "name", "number", "gln", "email", "address", "address2", "postcode", "city", "country"
]


class File(Input):
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    media_type: Annotated[str, Field(max_length=100)]
    size: Annotated[int, Field(ge=1)]
    name: Annotated[str, Field(min_length=1, max_length=200)]


class Import(Input):
    """A dry run changes nothing and finds everything. `columns`: our field -> the file's header, where words differ.

    `country` is meant where a row names none; `invite` sends an invitation to every customer with an address.
    """

    file: File
    columns: Annotated[dict[FieldName, Annotated[str, Field(max_length=200)]], Field(default_factory=dict)]
    country: Country | None = None
    dry_run: bool = True
    invite: bool = False


@router.post("/customer-registers/files", status_code=201, response_model=Kept)
async def upload(request: Request, name: str, acting: Invoicer, edge: TheEdge) -> dict[str, Any]:
    """A register as .csv, .xls or .xlsx: the bytes are the body, `name` the file name."""
    await edge.limited_upload(acting.person, acting.company)
    return await keep(name, await body_of(request, edge.settings.attachment_bytes_max), acting, edge)


async def keep(name: str, content: bytes, acting: Acting, edge: Edge) -> dict[str, Any]:
    """Keeps a register's bytes for the company. Raises Problem `customer-register.empty`."""
    if not content:
        raise Problem("customer-register.empty")
    media_type = next((kind for begins, kind in MEDIA_TYPES.items() if content.startswith(begins)), "text/csv")
    document = await edge.runtime.documents.keep(content, media_type, name[:200])
    await edge.uploads.keep(acting.company, "customer-register", document)
    return {"sha256": document.sha256, "media_type": media_type, "size": document.size, "name": document.name}


@router.post("/customer-registers", status_code=201, **answers_of(portal.CustomerRegisterUploaded))
async def import_register(
    body: Import, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Begins an import: 201 when the file could be read; then its page shows how far it has come."""
    home = await company_of(edge.db, acting.company)
    assert home is not None
    named = DocumentRef(**body.file.model_dump())
    (document,) = await edge.uploads.own(acting.company, "customer-register", [named])
    fact = portal.CustomerRegisterUploaded(
        company=acting.company,
        person=acting.person.id,
        upload=derived_id(request, "upload"),
        document=document,
        country=body.country or home["country"],
        language=acting.person.language,
        columns=dict(body.columns.items()),
        dry_run=body.dry_run,
        invite=body.invite,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.get("/customer-registers", response_model=list[RegisterImport])
async def imports(acting: Viewer, edge: TheEdge, paging: ThePaging) -> list[dict[str, Any]]:
    """The company's imports, newest first."""
    return paging.shown(await imports_of(edge.db, acting.company, paging.page), "began_at")


@router.get("/customer-registers/{upload}", response_model=RegisterImportPage)
async def import_page(
    upload: UUID,
    acting: Viewer,
    edge: TheEdge,
    request: Request,
    after: After = 0,
) -> dict[str, Any]:
    """How far an import has come, and what was found, row by row in the reader's language; `after` turns the page."""
    row = await import_of(edge.db, acting.company, upload)
    if row is None:
        raise Problem("customer-register.not-found")
    findings = await findings_of(edge.db, upload, after, edge.settings.list_rows_max)
    language = language_of(request)
    return {**row, "findings": [_said(found, language) for found in findings]}


@router.get("/customer-register", response_model=list[OwnCustomer])
async def customers(
    acting: Viewer, edge: TheEdge, after: Annotated[str, Query(max_length=100)] = ""
) -> list[dict[str, Any]]:
    """The customers as they stand, in order of customer number (`after` turns the page)."""
    return await customers_of(edge.db, acting.company, after, edge.settings.list_rows_max)


def _said(found: Row, language: str) -> dict[str, Any]:
    """A finding in the reader's language."""
    shown = {name: found[name] for name in ("place", "row", "column", "code", "level")}
    return {**shown, "text": sentence(found["code"], language, found["details"])}
