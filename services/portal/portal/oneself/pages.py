"""Settings: the page that leads to each of them, and those of one's name, address, password and log-ins."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from portal.accounts import profile
from portal.accounts.passwords import wrong_in_new
from portal.companies.here import TheCompany
from portal.companies.pages import companies_of
from portal.edge import cookies
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge, ThePerson, session_token
from portal.edge.figures import zone_of_reader
from portal.edge.forms import TheForm, go
from portal.edge.problems import UNPROCESSABLE
from portal.edge.reader import Reader, TheReader
from portal.oneself import api
from portal.people.people import Person

router = APIRouter()

OWN = (
    ("profile", "profile.title"),
    ("email", "own_email.title"),
    ("password", "new_password.title"),
    ("sessions", "sessions.title"),
    ("second-factor", "second.title"),
    ("passkeys", "passkeys.title"),
)
"""Pages below /settings, with the words of their titles."""
SEE_OTHER = 303
NAME_AT = {"user-name.taken": "user_name", "user-name.malformed": "user_name", "phone.malformed": "phone"}
PASSWORD_AT = {"password.current-wrong": "current", "password.too-weak": "password"}
EMAIL_AT = {"password.current-wrong": "current", "email.same": "email", "email-change.wrong": "code"}


@router.get("/settings")
async def settings_page(reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """One's own, and those of each company that one acts for."""
    states = {"second-factor": await edge.second_factors.is_on(person.id)}
    return reader.page("settings.html", own=OWN, states=states, companies=await companies_of(edge, person))


@router.get("/c/{company}/settings")
async def company_settings_page(here: TheCompany) -> Response:
    places = [one for one in here.reader.request.app.state.places if one.group == "settings" and one.name != "settings"]
    return here.show("company_settings.html", places=places, own=OWN)


@router.get("/settings/profile")
async def profile_page(reader: TheReader, person: ThePerson, edge: TheEdge, saved: bool = False) -> Response:
    return await _profile(reader, person, edge, NOTHING_SAID, reader.t("settings.saved") if saved else None)


@router.post("/settings/profile")
async def save_profile(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """The user name first: it is what somebody else may have, and then nothing is saved."""

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(profile.Profile, phone=form["phone"])
        await profile.change_user_name(profile.UserName(user_name=form["user_name"] or None), person, edge)
        return await profile.change_profile(body, person, edge)

    again = partial(_profile, reader, person, edge)
    response = await act(form, reader, route, done="/settings/profile?saved=true", again=again, fields=NAME_AT)
    if response.status_code == SEE_OTHER:
        cookies.bake(response, edge, cookies.LANGUAGE, form["language"], cookies.LANGUAGE_SECONDS)
    return response


async def _profile(reader: Reader, person: Person, edge: Edge, said: Said, notice: str | None = None) -> Response:
    row = await edge.people.by_id(person.id)
    filled = {name: row[name] or "" for name in ("given_name", "family_name", "user_name", "language", "phone")}
    return reader.page("profile.html", said.status, filled={**filled, **said.filled}, wrong=said.wrong, notice=notice)


@router.get("/settings/email")
async def email_page(
    reader: TheReader, person: ThePerson, edge: TheEdge, changed: bool = False, other: bool = False
) -> Response:
    """`other` asks for another address than the one that waits for its code."""
    notice = reader.t("own_email.changed") if changed else None
    return await _email(reader, person, edge, NOTHING_SAID, asks_anew=other, notice=notice)


@router.post("/settings/email")
async def ask_for_an_address(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.change_email(form.into(api.NewEmail), person, edge)

    again = partial(_email, reader, person, edge, asks_anew=True)
    return await act(form, reader, route, done="/settings/email", again=again, fields=EMAIL_AT)


@router.post("/settings/email/confirm")
async def confirm_address(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.confirm_email(form.into(api.EmailCode, code=form["code"].replace(" ", "")), person, edge)

    again = partial(_email, reader, person, edge)
    return await act(form, reader, route, done="/settings/email?changed=true", again=again, fields=EMAIL_AT)


async def _email(
    reader: Reader, person: Person, edge: Edge, said: Said, *, asks_anew: bool = False, notice: str | None = None
) -> Response:
    return reader.page(
        "own_email.html",
        said.status,
        filled=said.filled,
        wrong=said.wrong,
        notice=notice,
        waiting=None if asks_anew else await edge.email_changes.waiting(person.id),
        minutes=edge.settings.code_minutes,
    )


@router.get("/settings/password")
async def password_page(reader: TheReader, person: ThePerson, changed: bool = False) -> Response:
    return await _password(reader, NOTHING_SAID, reader.t("new_password.changed") if changed else None)


@router.post("/settings/password")
async def change_password(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    if wrong := wrong_in_new(form, reader):
        return await _password(reader, Said(UNPROCESSABLE, wrong=wrong))

    async def route(request: UUID, response: Response) -> Any:
        return await profile.change_password(form.into(profile.ChangedPassword), person, reader.request, edge)

    done, again = "/settings/password?changed=true", partial(_password, reader)
    return await act(form, reader, route, done=done, again=again, fields=PASSWORD_AT)


async def _password(reader: Reader, said: Said, notice: str | None = None) -> Response:
    return reader.page("new_password.html", said.status, wrong=said.wrong, notice=notice)


@router.get("/settings/sessions")
async def sessions_page(reader: TheReader, person: ThePerson, edge: TheEdge, ended: bool = False) -> Response:
    return await _sessions(reader, person, edge, NOTHING_SAID, reader.t("sessions.ended") if ended else None)


@router.post("/settings/sessions/{session}")
async def end_session(session: UUID, form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.end_session(session, person, edge)

    again = partial(_sessions, reader, person, edge)
    return await act(form, reader, route, done="/settings/sessions?ended=true", again=again)


@router.post("/settings/sessions")
async def log_out_everywhere(form: TheForm, person: ThePerson, edge: TheEdge) -> Response:
    """Here too: whoever has a cookie of this person has nothing."""
    await profile.log_out_everywhere(person, edge)
    response = go("/login?notice=logged-out-everywhere")
    cookies.clear(response, edge, cookies.session_name(edge))
    return response


async def _sessions(reader: Reader, person: Person, edge: Edge, said: Said, notice: str | None = None) -> Response:
    return reader.page(
        "sessions.html",
        said.status,
        wrong=said.wrong,
        notice=notice,
        sessions=await edge.sessions.of(person.id, session_token(reader.request), edge.settings.list_rows_max),
        zone=zone_of_reader(reader.language),
    )
