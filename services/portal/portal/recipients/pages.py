"""Finding somebody to invoice: search, a look outside the network, and asking the operator to add or update one."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from portal.companies.acting import Invoicer
from portal.companies.here import CompanyPage, TheCompany
from portal.edge.acts import NOTHING_SAID, Said, act, refused
from portal.edge.asking import Edge, Pending, TheEdge
from portal.edge.forms import TheForm
from portal.edge.problems import Problem
from portal.edge.reader import TheReader
from portal.recipients import api
from portal.recipients.view import requests_of
from portal.telling.reading import Page

router = APIRouter(prefix="/c/{company}/recipients")

COUNTRIES = ("SE", "DK", "NO", "FI")
TONES = {
    "requested": "info",
    "in-progress": "info",
    "registered": "success",
    "updated": "success",
    "refused": "danger",
}
"""By the state of a request, which is called `request_status.<state>`."""
AT_THE_FIELDS = {
    "recipient-request.name-missing": "name",
    "recipient-request.number-malformed": "number",
    "recipient-request.operator-missing": "operator",
    "recipient-request.email-missing": "email",
    "recipient-request.email-malformed": "email",
}

Text = Annotated[str, Query(max_length=200)]


@router.get("")
async def search_page(here: TheCompany) -> Response:
    return await _search(here, NOTHING_SAID)


@router.post("")
async def search(form: TheForm, here: TheCompany, edge: TheEdge, asked: Request) -> Response:
    """Shows what was found; a POST, because what is searched may be a person's own number."""
    try:
        body = form.into(api.Search)
        found = await api.search(body, here.acting, edge, asked)
        outside = await _outside(form, here, edge, asked) if form["outside"] else None
    except (ValueError, Problem) as error:
        return await _search(here, refused(error, form, here.reader, {}))  # type: ignore[arg-type]
    return await _search(here, Said(filled=form.fields), found, outside)


async def _outside(form: TheForm, here: CompanyPage, edge: Edge, asked: Request) -> Any:
    body = api.Lookup(search=form["search"], country=form["country"] or "SE")  # type: ignore[arg-type]
    answer = await api.look_up(body, here.acting, form.request_of(here.acting.person), asked, Response(), edge)
    return None if isinstance(answer, Pending) else answer


async def _search(here: CompanyPage, said: Said, found: Any = None, outside: Any = None) -> Response:
    return here.show(
        "recipients.html",
        said=said,
        found=found,
        outside=outside,
        countries=_countries(here.reader),
        may_ask=here.may("invoicer"),
        filled={"country": ""},
    )


# Requests.


@router.get("/requests")
async def requests_page(here: TheCompany, edge: TheEdge) -> Response:
    rows = await requests_of(edge.db, here.acting.company, Page(edge.settings.list_rows_max))
    return here.show("recipient_requests.html", rows=rows, tones=TONES, rows_max=edge.settings.list_rows_max)


@router.get("/request")
async def request_page(
    here: TheCompany,
    invoicer: Invoicer,
    name: Text = "",
    number: Text = "",
    operator: Text = "",
    country: Annotated[str, Query(max_length=2)] = "",
) -> Response:
    """What is known already stands in the form."""
    filled = {"name": name, "number": number, "operator": operator, "country": country or here.company["country"]}
    return await _request(here, Said(filled=filled))


@router.post("/request")
async def ask(form: TheForm, here: TheCompany, invoicer: Invoicer, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.RecipientRequest, email=form["email"])
        return await api.ask_for_recipient(body, invoicer, request, response, edge)

    done = f"{here.path}/recipients/requests"
    return await act(form, here.reader, route, done=done, again=partial(_request, here), fields=AT_THE_FIELDS)


async def _request(here: CompanyPage, said: Said) -> Response:
    kinds = [(kind, here.reader.t(f"request.kind_{kind}"), "") for kind in ("register", "update")]
    return here.show(
        "recipient_request.html",
        said=said,
        kinds=kinds,
        countries=_countries(here.reader),
        filled={"kind": "register", "country": here.company["country"]},
    )


def _countries(reader: TheReader) -> list[tuple[str, str]]:
    return [(code, reader.t(f"country.{code}")) for code in COUNTRIES]
