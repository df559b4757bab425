"""A forgotten password: asked for by address or user name, and chosen anew by the link or the code of the mail."""

from fastapi import APIRouter, Response
from pydantic import ValidationError

from chassis import Refused
from portal.accounts import profile
from portal.edge import cookies
from portal.edge.acts import NOTHING_SAID, Said, refused
from portal.edge.asking import TheEdge
from portal.edge.forms import Form, TheForm, first_time, go
from portal.edge.problems import UNPROCESSABLE, Problem
from portal.edge.reader import Reader, TheReader
from portal.people.passwords import missing_in

router = APIRouter()

CODE_AT = {"reset.wrong": "code"}


@router.get("/forgot")
async def forgot_page(reader: TheReader) -> Response:
    return reader.page("forgot.html")


@router.post("/forgot")
async def forgot(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """The answer is the same whether or not there is such a person."""
    try:
        body = form.into(profile.Forgotten)
        async with first_time(reader, form) as is_first:
            if is_first:
                await profile.forgot(body, reader.request, edge)
    except (ValidationError, Problem) as error:
        said = refused(error, form, reader, {})
        return reader.page("forgot.html", said.status, filled=said.filled, wrong=said.wrong)
    return reader.page("forgot.html", filled=form.fields, notice=reader.t("forgot.sent"))


@router.get("/reset")
async def reset_by_code_page(reader: TheReader) -> Response:
    """Where the code of the mail is entered; the link of the mail needs none."""
    return _reset(reader, "", Said(filled={"email": cookies.taste(reader.request, cookies.EMAIL)}))


@router.post("/reset")
async def reset_by_code(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    if wrong := wrong_in_new(form, reader):
        return _reset(reader, "", Said(UNPROCESSABLE, form.fields, wrong))
    try:
        body = form.into(profile.ResetByCode, code=form["code"].replace(" ", ""))
        await profile.reset_by_code(body, reader.request, edge)
    except (ValidationError, Refused, Problem) as error:
        return _reset(reader, "", refused(error, form, reader, CODE_AT))
    return go("/login?notice=password-changed")


@router.get("/reset/{link_token}")
async def reset_page(link_token: str, reader: TheReader) -> Response:
    """A page with a form: programs that look through mail open every link, and must not use it up."""
    return _reset(reader, link_token, NOTHING_SAID)


@router.post("/reset/{link_token}")
async def reset(link_token: str, form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    if wrong := wrong_in_new(form, reader):
        return _reset(reader, link_token, Said(UNPROCESSABLE, {}, wrong))
    try:
        body = form.into(profile.ResetByLink, token=link_token[:100])
        await profile.reset_by_link(body, reader.request, edge)
    except (ValidationError, Refused, Problem) as error:
        return _reset(reader, link_token, refused(error, form, reader, {}))
    return go("/login?notice=password-changed")


def wrong_in_new(form: Form, reader: Reader) -> dict[str, str]:
    """Each rule that the new password does not keep has its own words."""
    if missing := missing_in(form["password"]):
        return {"password": " ".join(reader.t(f"register.missing.{rule}") for rule in missing)}
    if form["password"] != form["repeated"]:
        return {"repeated": reader.t("register.wrong.repeated")}
    return {}


def _reset(reader: Reader, link_token: str, said: Said) -> Response:
    """A link that is over leads to a new one, not to a form."""
    return reader.page(
        "reset.html",
        said.status,
        link_token=link_token,
        filled=said.filled,
        wrong=said.wrong,
        cure=said.cure,
        over=said.code == "reset.expired",
    )
