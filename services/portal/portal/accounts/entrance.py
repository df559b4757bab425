"""The way in: start, language, privacy, log-in and log-out."""

import secrets
from typing import Any

from fastapi import APIRouter, Response

from chassis import Refused
from contracts.values import Language
from portal.accounts import api
from portal.companies.pages import first_page
from portal.edge import cookies, typed
from portal.edge.acts import refused
from portal.edge.asking import Edge, TheEdge, client_of, program_that_asks, session_token
from portal.edge.forms import Form, TheForm, TheLongForm, go, own_path
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.people.captcha import Proof

router = APIRouter()

NOTICES = ("confirmed", "logged-out", "logged-out-everywhere", "password-changed")
SECONDS_PER_MINUTE = 60
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
    return _login(reader, 200, filled=filled, notice=said, challenge=None)


@router.post("/login")
async def log_in(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """Whoever has not confirmed the address yet is led to where the code is entered."""
    device = cookies.taste(reader.request, cookies.DEVICE) or secrets.token_urlsafe(DEVICE_BYTES)
    proof, program = Proof(form["captcha"], form["unsolved"]), program_that_asks(reader.request)
    address = client_of(reader.request)
    try:
        entry = await edge.log_ins.log_in(form["email"], form["password"], address, device, proof, program)
    except Refused as no:
        if no.code == "login.unconfirmed":
            return _to_confirm(reader, form["email"])
        return _refused(reader, form, no)
    next_path = own_path(form["next"])
    response = await inside(entry.token, next_path, reader, edge) if entry.is_whole else go("/login/code")
    if not entry.is_whole:
        cookies.bake(
            response, edge, cookies.HALF, entry.token, edge.settings.second_factor_minutes * SECONDS_PER_MINUTE
        )
        cookies.bake(response, edge, cookies.NEXT, next_path)
    cookies.bake(response, edge, cookies.DEVICE, device, edge.settings.known_place_days * SECONDS_PER_DAY)
    return response


async def inside(token: str, next_path: str, reader: Reader, edge: Edge) -> Response:
    """Where somebody goes who has just logged in, with the cookie of their session."""
    person = await edge.people.who(token)
    assert person is not None
    if reader.person:  # the browser goes over to whoever logs in, and the session that it had is over
        await edge.people.log_out(session_token(reader.request))
    response = go(next_path or await first_page(edge, person))
    cookies.bake(response, edge, cookies.session_name(edge), token, edge.settings.session_hours * SECONDS_PER_HOUR)
    for name in (cookies.EMAIL, cookies.NEXT, cookies.HALF, cookies.form_name(edge)):
        cookies.clear(response, edge, name)
    return response


@router.get("/login/code")
async def code_page(reader: TheReader) -> Response:
    """Asks whoever entered the right password for the code of their second factor."""
    if reader.person:
        return go(own_path(cookies.taste(reader.request, cookies.NEXT)) or "/companies")
    if not cookies.taste(reader.request, cookies.HALF):
        return go("/login")
    return reader.page("login_code.html")


@router.post("/login/code")
async def enter_code(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    half = cookies.taste(reader.request, cookies.HALF)
    try:
        token = await api.finish(half, form["code"], reader.request, edge)
    except Refused as no:
        said = refused(no, form, reader, {"second-factor.wrong": "code"})
        response: Response = reader.page("login_code.html", said.status, wrong=said.wrong, cure=said.cure)
        response.headers.update(said.headers)
        return response
    return await inside(token, own_path(cookies.taste(reader.request, cookies.NEXT)), reader, edge)


@router.post("/login/passkey")
async def log_in_by_passkey(form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    """The device has asked for a finger, a face or a PIN: no password, and no second factor either."""
    address, program = client_of(reader.request), program_that_asks(reader.request)
    device = cookies.taste(reader.request, cookies.DEVICE) or secrets.token_urlsafe(DEVICE_BYTES)
    next_path = own_path(form["next"])
    try:
        await edge.limited("passkey", address, per_minute=edge.settings.login_tries_per_minute)
        person = await edge.passkeys.who(form["credential"])
    except (Refused, Problem) as no:
        said = refused(no, form, reader, {})
        filled = {"email": "", "next": next_path}
        response = _login(reader, said.status, filled=filled, wrong=said.wrong, challenge=None)
        response.headers.update(said.headers)
        return response
    response = await inside(await edge.log_ins.enter(person, address, device, program), next_path, reader, edge)
    cookies.bake(response, edge, cookies.DEVICE, device, edge.settings.known_place_days * SECONDS_PER_DAY)
    return response


@router.post("/logout")
async def log_out(_form: TheForm, reader: TheReader, edge: TheEdge) -> Response:
    if reader.person:
        await edge.people.log_out(session_token(reader.request))
    response = go("/login?notice=logged-out")
    cookies.clear(response, edge, cookies.session_name(edge))
    return response


def _refused(reader: Reader, form: Form, no: Refused) -> Response:
    """Work is asked for where the refusal was that there was none, or none that is good."""
    problem = Problem.of(no)
    response = _login(
        reader,
        problem.status,
        filled={"email": form["email"], "next": own_path(form["next"])},
        wrong={"": reader.why(problem.code, problem.details)},
        challenge=reader.edge.captcha.challenge("log-in").written() if _must_work(form, no) else None,
    )
    response.headers.update(problem.retry_after)
    return response


def _login(reader: Reader, status: int, **values: Any) -> Response:
    return reader.page("login.html", status, passkey=reader.edge.passkeys.to_log_in(), **values)


def _must_work(form: Form, no: Refused) -> bool:
    """Whoever had to work for this try has to work for the next one too."""
    return no.code.startswith("captcha.") or bool(form["captcha"] or form["unsolved"])


def _to_confirm(reader: Reader, email: str) -> Response:
    response = go("/confirm")
    cookies.bake(response, reader.edge, cookies.EMAIL, email)
    return response
