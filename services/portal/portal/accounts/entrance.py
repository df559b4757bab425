"""The way in: start, language, privacy, log-in and log-out."""

import secrets

from fastapi import APIRouter, Response

from chassis import Refused
from contracts.values import Language
from portal.companies.pages import first_page
from portal.edge import cookies, typed
from portal.edge.asking import TheEdge, client_of, session_token
from portal.edge.forms import Form, TheForm, TheLongForm, go, own_path
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.people.captcha import Proof

router = APIRouter()

NOTICES = ("confirmed", "logged-out", "password-changed")
SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR
DEVICE_BYTES = 24


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


@router.post("/language/{language}")
async def choose_language_in_a_form(
    language: Language, form: TheLongForm, reader: TheReader, edge: TheEdge, back: str = "/"
) -> Response:
    """The switch on a page with a form: what was typed comes along."""
    there = own_path(back) or "/"
    response = go(there)
    cookies.bake(response, edge, cookies.LANGUAGE, language, cookies.LANGUAGE_SECONDS)
    typed.keep(response, edge, there, form.fields)
    return response


@router.get("/login")
async def login_page(reader: TheReader, next: str = "", notice: str = "") -> Response:  # noqa: A002 - the word in the address
    where = own_path(next) or own_path(cookies.taste(reader.request, cookies.NEXT))
    if reader.person:
        return go(where or "/companies")
    said = reader.t(f"notice.{notice}") if notice in NOTICES else None
    filled = {"email": cookies.taste(reader.request, cookies.EMAIL), "next": where}
    return reader.page("login.html", filled=filled, notice=said, challenge=None)


@router.post("/login")
async def log_in(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """Whoever has not confirmed the address yet is led to where the code is entered."""
    device = cookies.taste(reader.request, cookies.DEVICE) or secrets.token_urlsafe(DEVICE_BYTES)
    proof = Proof(form["captcha"], form["unsolved"])
    try:
        token = await edge.log_ins.log_in(form["email"], form["password"], client_of(reader.request), device, proof)
    except Refused as refused:
        if refused.code == "login.unconfirmed":
            return _to_confirm(reader, form["email"])
        return _refused(reader, form, refused)
    person = await edge.people.who(token)
    assert person is not None
    response = go(own_path(form["next"]) or await first_page(edge, person))
    cookies.bake(response, edge, cookies.session_name(edge), token, edge.settings.session_hours * SECONDS_PER_HOUR)
    cookies.bake(response, edge, cookies.DEVICE, device, edge.settings.known_place_days * SECONDS_PER_DAY)
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


def _refused(reader: Reader, form: Form, refused: Refused) -> Response:
    """Work is asked for where the refusal was that there was none, or none that is good."""
    problem = Problem.of(refused)
    response = reader.page(
        "login.html",
        problem.status,
        filled={"email": form["email"], "next": own_path(form["next"])},
        wrong={"": reader.why(problem.code, problem.details)},
        challenge=reader.edge.captcha.challenge("log-in").written() if _must_work(form, refused) else None,
    )
    response.headers.update(problem.retry_after)
    return response


def _must_work(form: Form, refused: Refused) -> bool:
    """Whoever had to work for this try has to work for the next one too."""
    return refused.code.startswith("captcha.") or bool(form["captcha"] or form["unsolved"])


def _to_confirm(reader: Reader, email: str) -> Response:
    response = go("/confirm")
    cookies.bake(response, reader.edge, cookies.EMAIL, email)
    return response
