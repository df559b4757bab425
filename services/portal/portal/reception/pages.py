"""How a company receives: method and format chosen on one page, by kind of document; a sample; and a help page."""

from functools import partial
from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chassis import derived_id
from contracts.values import DocumentType
from portal.companies.here import CompanyPage, TheAdminsCompany, TheCompany
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import TheForm
from portal.edge.problems import Problem
from portal.edge.reader import TheReader
from portal.reception import api

router = APIRouter(prefix="/c/{company}/reception")
help_for_all = APIRouter()

KINDS: tuple[DocumentType, ...] = get_args(DocumentType)
FORMATS = ("pdf", "ubl")
SAMPLED: DocumentType = "invoice"
LOOK_AGAIN_S = 2
LOOKS_MAX = 15
AT_THE_FIELDS = {
    "reception.email-missing": "email",
    "reception.email-malformed": "email",
    "reception.method-not-offered": "method",
    "reception.format-not-legal": "format",
}


@router.get("")
async def reception_page(
    here: TheCompany, edge: TheEdge, kind: Annotated[str, Query(max_length=40)] = "", saved: bool = False
) -> Response:
    """`kind` is the kind of document whose way is chosen; what was typed counts when it is saved (S0-19)."""
    return await _page(here, edge, kind, NOTHING_SAID, saved=saved)


@router.post("")
async def choose(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        given = {} if form["method"] == "email" else {"email": None}
        return await api.choose_reception(form.into(api.Reception, **given), here.acting, request, response, edge)

    again = partial(_page, here, edge, form["document_type"])
    kind = form["document_type"] if form["document_type"] in KINDS else SAMPLED
    done = f"{here.path}/reception?kind={kind}&saved=true"
    return await act(form, here.reader, route, done=done, again=again, fields=AT_THE_FIELDS)


@router.post("/samples")
async def order_sample(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    sample = derived_id(form.request_of(here.acting.person), "sample")

    async def route(request: UUID, response: Response) -> Any:
        return await api.order_sample(api.Sample(), here.acting, request, response, edge)

    again = partial(_page, here, edge, SAMPLED)
    return await act(form, here.reader, route, done=f"{here.path}/reception/samples/{sample}", again=again)


@router.get("/samples/{sample}")
async def sample_page(sample: UUID, here: TheCompany, edge: TheEdge, looked: int = 0) -> Response:
    """What came of the sample; it looks again by itself while it is on its way."""
    row = await api.sample_page(sample, here.acting, edge)
    response = here.show("sample.html", sample=row)
    if row["status"] == "ordered" and looked < LOOKS_MAX:
        response.headers["refresh"] = f"{LOOK_AGAIN_S};url={here.path}/reception/samples/{sample}?looked={looked + 1}"
    return response


async def _page(here: CompanyPage, edge: Edge, kind: str, said: Said, *, saved: bool = False) -> Response:
    ways = {row["document_type"]: row for row in await api.receptions(here.acting, edge)}
    if not ways:
        raise Problem("company.unknown")
    chosen = ways.get(kind) or ways[SAMPLED]
    t = here.reader.t
    methods = [
        (name, t(f"method.{name}"), t(f"method_more.{name}")) for name in edge.settings.reception_methods_offered
    ]
    return here.show(
        "reception.html",
        said=said,
        ways=ways.values(),
        kind=chosen["document_type"],
        methods=methods,
        formats=[(name, t(f"format.{name}"), t(f"format_more.{name}")) for name in FORMATS],
        saved=saved and said is NOTHING_SAID,
        may_choose=here.may("admin"),
        filled={
            "method": chosen["method"],
            "format": chosen["format"],
            "email": chosen["email"] or here.company["contact_email"],
        },
    )


@help_for_all.get("/help/reception")
async def reception_help(reader: TheReader, edge: TheEdge) -> Response:
    """What each method and format is for; nobody needs to log in."""
    return reader.page("help_reception.html", methods=edge.settings.reception_methods_offered, formats=FORMATS)
