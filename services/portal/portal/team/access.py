"""Asking the owner of a company that is aboard already for access (D-01)."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge, ThePerson
from portal.edge.forms import TheForm
from portal.edge.reader import Reader, TheReader
from portal.team import api
from portal.team.view import asked_by
from portal.telling.reading import Page

router = APIRouter(prefix="/companies/access")

COUNTRIES = ("SE", "DK", "NO", "FI")
COUNTRY_OF = {"sv": "SE", "da": "DK", "nb": "NO", "fi": "FI", "en": "SE"}
AT = {"company-number.malformed": "number", "access-request.company-unknown": "number"}


@router.get("")
async def access_page(reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    return await _page(reader, edge, NOTHING_SAID)


@router.post("")
async def ask(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.request_access(form.into(api.Access), person, request, response, edge)

    return await act(form, reader, route, done="/companies/access", again=partial(_page, reader, edge), fields=AT)


async def _page(reader: Reader, edge: Edge, said: Said) -> Response:
    """The form, and what one has asked for already with its answer."""
    assert reader.person is not None
    return reader.page(
        "access.html",
        said.status,
        filled={"country": COUNTRY_OF[reader.language], **said.filled},
        wrong=said.wrong,
        cure=said.cure,
        asked=await asked_by(edge.db, reader.person.id, Page(edge.settings.list_rows_max)),
        countries=[(country, reader.t(f"country.{country}")) for country in COUNTRIES],
    )
