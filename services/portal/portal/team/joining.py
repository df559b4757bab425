"""An invitation to a colleague: by the link or the code of the mail, what it is, and a button that says yes."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response

from chassis import Refused
from portal.edge.acts import NOTHING_SAID, Said, act, refused
from portal.edge.asking import Edge, TheEdge, ThePerson, client_of
from portal.edge.forms import Form, TheForm
from portal.edge.reader import Reader, TheReader
from portal.people.colleagues import Invitation
from portal.team import api as team

router = APIRouter(prefix="/join")

NOT_FOUND = 404
AT_CODE = {"colleague-invitation.unknown": "code", "colleague-invitation.expired": "code"}


@router.get("")
async def code_page(reader: TheReader) -> Response:
    """Where the code of the mail is entered, logged in with the address that it went to."""
    return await _code(reader, NOTHING_SAID)


@router.post("")
async def join_by_code(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await team.accept(team.ColleagueAcceptance(code=form["code"].replace(" ", "")), person, response, edge)

    def there(answer: Mapping[str, Any]) -> str:
        return f"/c/{answer['company']}"

    return await act(form, reader, route, done=there, again=partial(_code, reader), fields=AT_CODE)


async def _code(reader: Reader, said: Said) -> Response:
    return reader.page(
        "join_code.html",
        said.status,
        filled=said.filled,
        wrong=said.wrong,
        cure=said.cure,
        login=f"/login?{urlencode({'next': '/join'})}",
        register=f"/register?{urlencode({'next': '/join'})}",
    )


@router.get("/{link_token}")
async def join_page(link_token: str, reader: TheReader, edge: TheEdge) -> Response:
    """Whoever has no account yet signs up first; the address and the names are filled in (S3-05, S3-08)."""
    await edge.limited("colleague", client_of(reader.request), per_minute=edge.settings.guesses_per_minute)
    return await _page(link_token, reader, edge, NOTHING_SAID)


@router.post("/{link_token}")
async def join(link_token: str, form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await team.accept(team.ColleagueAcceptance(token=link_token), person, response, edge)

    found = await _found(link_token, edge)
    done = f"/c/{found.company}" if found else "/companies"
    return await act(form, reader, route, done=done, again=partial(_page, link_token, reader, edge))


async def _found(link_token: str, edge: Edge) -> Invitation | None:
    try:
        return await edge.colleagues.by_link(link_token)
    except Refused:
        return None


async def _page(link_token: str, reader: Reader, edge: Edge, said: Said) -> Response:
    back = urlencode({"next": f"/join/{link_token}"})
    found: Invitation | None = None
    try:
        found = await edge.colleagues.by_link(link_token)
    except Refused as no:
        said = refused(no, Form({}, UUID(int=0)), reader, {})
    return reader.page(
        "join.html",
        said.status if found else NOT_FOUND,
        link_token=link_token,
        invitation=found,
        wrong=said.wrong,
        cure=said.cure,
        login=f"/login?{back}",
        register=f"/register?{back}",
    )
