"""The way in: start, language, privacy, log-in and log-out."""

from fastapi import APIRouter, Response

from chassis import Refused
from contracts.values import Language
from portal.api.accounts import client_of
from portal.api.edge import TheEdge, session_token
from portal.pages import cookies
from portal.pages.choosing import first_page
from portal.pages.forms import TheForm, go, own_path
from portal.pages.reader import Reader, TheReader

router = APIRouter()

NOTICES = ("confirmed", "logged-out", "password-changed")
SECONDS_PER_HOUR = 3600


@router.get("/")
async def root(reader: TheReader) -> Response:
    return go("/companies" if reader.person else "/start")


@router.get("/start")
async def start(reader: TheReader) -> Response:
    return reader.page("start.html")


@router.get("/privacy")
async def privacy(reader: TheReader) -> Response:
    return reader.page("privacy.html")


@router.get("/language/{language}")
async def choose_language(language: Language, edge: TheEdge, back: str = "/") -> Response:
    """The switch: remembered by the browser, and back to where one was."""
    response = go(own_path(back) or "/")
    cookies.bake(response, edge, cookies.LANGUAGE, language, cookies.LANGUAGE_SECONDS)
    return response


@router.get("/login")
async def login_page(reader: TheReader, next: str = "", notice: str = "") -> Response:  # noqa: A002 - the word in the address
    where = own_path(next) or own_path(cookies.taste(reader.request, cookies.NEXT))
    if reader.person:
        return go(where or "/companies")
    said = reader.t(f"notice.{notice}") if notice in NOTICES else None
    return _login(reader, 200, email=cookies.taste(reader.request, cookies.EMAIL), next=where, notice=said)


@router.post("/login")
async def log_in(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """Whoever has not confirmed the address yet is led to where the code is entered."""
    await edge.limited("log-in", client_of(reader.request), per_minute=edge.settings.login_tries_per_minute)
    try:
        token = await edge.people.log_in(form["email"], form["password"])
    except Refused as refused:
        if refused.code == "login.unconfirmed":
            return _to_confirm(reader, form["email"])
        wrong = reader.why(refused.code, refused.details)
        return _login(reader, 401, email=form["email"], next=own_path(form["next"]), wrong=wrong)
    person = await edge.people.who(token)
    assert person is not None
    response = go(own_path(form["next"]) or await first_page(edge, person))
    cookies.bake(response, edge, cookies.session_name(edge), token, edge.settings.session_hours * SECONDS_PER_HOUR)
    for name in (cookies.EMAIL, cookies.NEXT, cookies.form_name(edge)):
        cookies.clear(response, edge, name)
    return response


@router.post("/logout")
async def log_out(_form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    if reader.person:
        await edge.people.log_out(session_token(reader.request))
    response = go("/login?notice=logged-out")
    cookies.clear(response, edge, cookies.session_name(edge))
    return response


def _login(reader: Reader, status: int, **values: str | None) -> Response:
    return reader.page("login.html", status, **{"wrong": None, "notice": None, **values})


def _to_confirm(reader: Reader, email: str) -> Response:
    response = go("/confirm")
    cookies.bake(response, reader.edge, cookies.EMAIL, email)
    return response
