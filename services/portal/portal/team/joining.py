"""The link of an invitation to a colleague: what it is, and a button that says yes."""

from urllib.parse import urlencode

from fastapi import APIRouter, Response

from chassis import Refused
from portal.edge.asking import Pending, TheEdge, ThePerson, client_of
from portal.edge.forms import TheForm, go
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.people.colleagues import Invitation
from portal.team import api as team

router = APIRouter(prefix="/join")


@router.get("/{link_token}")
async def join_page(link_token: str, reader: TheReader, edge: TheEdge) -> Response:
    """Whoever has no account yet signs up first; the address and the names are filled in (S3-05, S3-08)."""
    await edge.limited("colleague", client_of(reader.request), per_minute=edge.settings.guesses_per_minute)
    try:
        found = await edge.colleagues.by_link(link_token)
    except Refused as refused:
        return _page(reader, 404, link_token, None, reader.why(refused.code, refused.details))
    return _page(reader, 200, link_token, found)


@router.post("/{link_token}")
async def join(link_token: str, _form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    found, response = None, Response()
    try:
        found = await edge.colleagues.by_link(link_token)
        answer = await team.accept(team.ColleagueAcceptance(token=link_token), person, response, edge)
    except (Refused, Problem) as no:
        return _page(reader, 422, link_token, found, reader.why(no.code, no.details))
    if isinstance(answer, Pending):
        return _page(reader, 202, link_token, found, reader.t("outcome.pending"))
    return go(f"/c/{found.company}")


def _page(reader: Reader, status: int, link_token: str, found: Invitation | None, wrong: str = "") -> Response:
    back = urlencode({"next": f"/join/{link_token}"})
    return reader.page(
        "join.html",
        status,
        link_token=link_token,
        invitation=found,
        wrong={"": wrong},
        login=f"/login?{back}",
        register=f"/register?{back}",
    )
