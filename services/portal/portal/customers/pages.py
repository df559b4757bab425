"""Reading in a customer register: a file is tried first, its findings are shown row by row, and then it is imported."""

from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from chassis import derived_id
from portal.companies.acting import Invoicer
from portal.companies.here import CompanyPage, TheCompany
from portal.customers import api
from portal.customers.view import imports_of
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import FIELDS_MAX, Form, TheForm, form_of
from portal.edge.inputs import After
from portal.edge.reader import TheReader
from portal.telling.reading import Page

router = APIRouter(prefix="/c/{company}/customer-register")

LOOK_AGAIN_S = 2
LOOKS_MAX = 60
FILE_FIELDS = ("sha256", "media_type", "size", "name")
COUNTS = ("new", "changed", "unchanged", "refused", "members", "recipients", "invited")


@router.get("")
async def register_page(here: TheCompany, edge: TheEdge) -> Response:
    return await _page(here, edge, NOTHING_SAID)


@router.post("")
async def try_register(
    asked: Request, reader: TheReader, here: TheCompany, invoicer: Invoicer, edge: TheEdge
) -> Response:
    """Keeps the file and tries it: nothing is changed yet."""
    name, content = await _file_of(asked)
    form = await form_of(asked, reader)
    kept: dict[str, str] = {}

    async def route(request: UUID, response: Response) -> Any:
        kept.update(await _kept(name, content, invoicer, edge))
        return await api.import_register(_wanted(form, kept, dry_run=True), invoicer, request, response, edge)

    again = partial(_page, here, edge)
    upload = derived_id(form.request_of(invoicer.person), "upload")
    done = f"{here.path}/customer-register/{upload}"
    response = await act(form, here.reader, route, done=done, again=again, fields={"customer-register.empty": "file"})
    if response.headers.get("location") == done:
        response.headers["location"] = f"{done}?{urlencode({**kept, 'invite': form['invite']})}"
    return response


@router.post("/{tried}")
async def import_register(
    tried: UUID, form: TheForm, here: TheCompany, invoicer: Invoicer, edge: TheEdge, asked: Request
) -> Response:
    """The file that was tried is imported."""

    async def route(request: UUID, response: Response) -> Any:
        named = {field: form[field] for field in FILE_FIELDS}
        return await api.import_register(_wanted(form, named, dry_run=False), invoicer, request, response, edge)

    upload = derived_id(form.request_of(invoicer.person), "upload")
    again = partial(_import, here, edge, tried, asked)
    return await act(form, here.reader, route, done=f"{here.path}/customer-register/{upload}", again=again)


@router.get("/{upload}")
async def import_page(
    upload: UUID,
    here: TheCompany,
    edge: TheEdge,
    asked: Request,
    after: After = 0,
    looked: Annotated[int, Query(ge=0, le=1000)] = 0,
) -> Response:
    return await _import(here, edge, upload, asked, NOTHING_SAID, after, looked)


async def _import(
    here: CompanyPage, edge: Edge, upload: UUID, asked: Request, said: Said, after: int = 0, looked: int = 0
) -> Response:
    row = await api.import_page(upload, here.acting, edge, asked, after)
    named = {field: asked.query_params.get(field, said.filled.get(field, "")) for field in (*FILE_FIELDS, "invite")}
    more = row["findings"][-1]["place"] if len(row["findings"]) == edge.settings.list_rows_max else None
    response = here.show(
        "customer_import.html",
        said=said,
        row=row,
        named=named,
        counts=[(name, row["counts"][name]) for name in COUNTS if row["counts"] and row["counts"].get(name)],
        is_of_no_use=row["dry_run"] and row["rows"] > 0 and row["counts"].get("refused") == row["rows"],
        may_import=row["dry_run"] and row["status"] == "done" and bool(named["sha256"]) and here.may("invoicer"),
        more=urlencode({**named, "after": more}) if more else None,
    )
    if row["status"] == "running" and looked < LOOKS_MAX:
        again = urlencode({**named, "looked": looked + 1})
        response.headers["refresh"] = f"{LOOK_AGAIN_S};url={here.path}/customer-register/{upload}?{again}"
    return response


async def _page(here: CompanyPage, edge: Edge, said: Said) -> Response:
    rows = await imports_of(edge.db, here.acting.company, Page(edge.settings.list_rows_max))
    return here.show("customer_register.html", said=said, rows=rows, may_import=here.may("invoicer"))


async def _file_of(asked: Request) -> tuple[str, bytes]:
    """The file of the form, which the guard has read within its limit; empty where none was chosen."""
    async with asked.form(max_files=1, max_fields=FIELDS_MAX) as sent:
        file = sent.get("file")
        return ("", b"") if file is None or isinstance(file, str) else (file.filename or "", await file.read())


async def _kept(name: str, content: bytes, invoicer: Invoicer, edge: Edge) -> dict[str, str]:
    await edge.limited_upload(invoicer.person, invoicer.company)
    kept = await api.keep(name or "register.csv", content, invoicer, edge)
    return {field: str(kept[field]) for field in FILE_FIELDS}


def _wanted(form: Form, named: dict[str, str], *, dry_run: bool) -> api.Import:
    """Raises pydantic.ValidationError."""
    return api.Import(file=api.File(**named), columns={}, dry_run=dry_run, invite=bool(form["invite"]))  # type: ignore[arg-type]
