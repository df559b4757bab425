"""A forgotten password: asked for by address or user name, and chosen anew by the link of the mail."""

from fastapi import APIRouter, Response
from pydantic import ValidationError

from chassis import Refused
from portal.accounts import profile
from portal.edge.asking import TheEdge
from portal.edge.forms import TheForm, go, is_first
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.people.passwords import missing_in

router = APIRouter()


@router.get("/forgot")
async def forgot_page(reader: TheReader) -> Response:
    return reader.page("forgot.html", wrong=None)


@router.post("/forgot")
async def forgot(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """The answer is the same whether or not there is such a person."""
    try:
        body = profile.Forgotten(user=form["user"])
    except ValidationError:
        return reader.page("forgot.html", 422, wrong=reader.t("forgot.wrong"))
    if await is_first(reader, form):
        try:
            await profile.forgot(body, reader.request, edge)
        except Problem as problem:
            return reader.page("forgot.html", problem.status, wrong=reader.why(problem.code, problem.details))
    return reader.page("forgot.html", wrong=None, notice=reader.t("forgot.sent"))


@router.get("/reset/{link_token}")
async def reset_page(link_token: str, reader: TheReader) -> Response:
    """A page with a form: programs that look through mail open every link, and must not use it up."""
    return _reset(reader, 200, link_token)


@router.post("/reset/{link_token}")
async def reset(link_token: str, form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    if missing := missing_in(form["password"]):
        wrong = " ".join(reader.t(f"register.missing.{rule}") for rule in missing)
        return _reset(reader, 422, link_token, wrong=wrong)
    if form["password"] != form["repeated"]:
        return _reset(reader, 422, link_token, repeated=reader.t("register.wrong.repeated"))
    body = profile.ResetByLink(token=link_token[:100], password=form["password"], repeated=form["repeated"])
    try:
        await profile.reset_by_link(body, reader.request, edge)
    except Refused as refused:
        return _reset(reader, 422, link_token, over=reader.why(refused.code, refused.details))
    return go("/login?notice=password-changed")


def _reset(
    reader: Reader, status: int, link_token: str, *, wrong: str = "", repeated: str = "", over: str = ""
) -> Response:
    return reader.page("reset.html", status, link_token=link_token, wrong=wrong, repeated=repeated, over=over)
