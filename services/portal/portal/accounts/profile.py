"""Oneself: name, language, user name and password; and a password that was forgotten."""

from math import ceil
from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import EmailStr, Field

from contracts.values import Language, PersonId
from portal.accounts.shown import Me, PasswordRules
from portal.companies.view import acting_for
from portal.edge.asking import Edge, TheEdge, ThePerson, client_of, session_token
from portal.edge.inputs import Input
from portal.edge.operations import Api
from portal.edge.problems import Problem
from portal.edge.shown import Done
from portal.people import passwords
from portal.people.limits import HOUR_S, Rate, Share
from portal.people.people import Person

router = Api(prefix="/api/v1", tags=["accounts"])

Password = Annotated[str, Field(max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=100)]


class Profile(Input):
    given_name: Name
    family_name: Name
    language: Language
    phone: Annotated[str, Field(max_length=30)] | None = None
    """With its country code; an empty one takes it away, null leaves it."""


class UserName(Input):
    """Letters, digits, dot, hyphen and underscore, 3 to 50; null takes it away."""

    user_name: Annotated[str, Field(max_length=50)] | None


class NewPassword(Input):
    """The new one is entered twice (S0-17)."""

    password: Password
    repeated: Password


class ChangedPassword(NewPassword):
    current: Password


class Forgotten(Input):
    """The e-mail address or the user name."""

    user: Annotated[str, Field(min_length=1, max_length=320)]


class ResetByCode(NewPassword):
    email: EmailStr
    code: Annotated[str, Field(max_length=20)]


class ResetByLink(NewPassword):
    token: Annotated[str, Field(max_length=100)]


@router.get("/me", response_model=Me)
async def me(person: ThePerson, edge: TheEdge) -> dict[str, object]:
    """Who is logged in, and the companies that this person may act for."""
    return {
        "id": person.id,
        "email": person.email,
        "user_name": person.user_name,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "language": person.language,
        "phone": await edge.people.phone_of(person.id),
        "companies": await acting_for(edge.db, person.id),
    }


@router.put("/me", response_model=Done)
async def change_profile(body: Profile, person: ThePerson, edge: TheEdge) -> dict[str, str]:
    """Changes name, language and telephone number."""
    await edge.people.set_profile(person.id, body.given_name, body.family_name, body.language, body.phone)
    return {"status": "saved"}


@router.put("/me/user-name", response_model=Done)
async def change_user_name(body: UserName, person: ThePerson, edge: TheEdge) -> dict[str, str]:
    """A name that logs in as the address does."""
    await edge.people.set_user_name(person.id, body.user_name)
    return {"status": "saved"}


@router.put("/me/password", response_model=Done)
async def change_password(body: ChangedPassword, person: ThePerson, request: Request, edge: TheEdge) -> dict[str, str]:
    """Every other session of the person ends, and a mail tells of it. Wrong tries are few, and shut no log-in."""
    _require_equal(body)
    await prove(person, body.current, edge)
    await edge.people.change_password(person, body.password, session_token(request))
    await edge.post.put("password-changed", str(person.id))
    return {"status": "changed"}


async def prove(person: Person, current: str, edge: Edge) -> None:
    """Asks whoever is logged in for the password once more. Wrong tries are few, and shut no log-in.

    Raises Refused `password.current-wrong`, Problem `rate.limited`.
    """
    tries = Share("password", str(person.id), Rate(edge.settings.password_tries_per_hour, HOUR_S))
    if wait_s := await edge.limits.take(tries):
        raise Problem("rate.limited", wait_s=ceil(wait_s), limit=tries.rate.times)
    await edge.people.prove(person.id, current)
    await edge.limits.give_back([tries])


@router.get("/password-rules", response_model=PasswordRules)
async def password_rules() -> dict[str, Any]:
    """What a password must have: shown where one is chosen (S0-18)."""
    return {"length_min": passwords.LENGTH_MIN, "length_max": passwords.LENGTH_MAX, "rules": list(passwords.RULES)}


@router.delete("/sessions", status_code=204)
async def log_out_everywhere(person: ThePerson, edge: TheEdge) -> Response:
    """Ends every session of the person."""
    await edge.people.log_out_everywhere(person.id)
    return Response(status_code=204)


@router.post("/password-resets", response_model=Done)
async def forgot(body: Forgotten, request: Request, edge: TheEdge) -> dict[str, str]:
    """Mails a link and a code, each good once. The answer is the same whether or not there is such a person.

    Whoever is mailed often keeps the newest mail, which works: nobody can use up another's.
    """
    await edge.limited("reset", client_of(request), per_hour=edge.settings.resets_per_hour)
    if await edge.post.may("reset", body.user):
        await edge.post.put("reset", body.user.casefold())
    return {"status": "sent"}


@router.post("/password-resets/by-code", response_model=Done)
async def reset_by_code(body: ResetByCode, request: Request, edge: TheEdge) -> dict[str, str]:
    """Chooses a new password with the code of the mail."""
    await edge.limited("confirm", client_of(request), per_minute=edge.settings.guesses_per_minute)
    _require_equal(body)
    await _tell(await edge.resets.by_code(body.email, body.code, body.password), edge)
    return {"status": "changed"}


@router.post("/password-resets/by-link", response_model=Done)
async def reset_by_link(body: ResetByLink, request: Request, edge: TheEdge) -> dict[str, str]:
    """Chooses a new password with the token of the link."""
    await edge.limited("confirm", client_of(request), per_minute=edge.settings.guesses_per_minute)
    _require_equal(body)
    await _tell(await edge.resets.by_link(body.token, body.password), edge)
    return {"status": "changed"}


def _require_equal(body: NewPassword) -> None:
    if body.password != body.repeated:
        raise Problem("password.repeated-differs")


async def _tell(person: PersonId, edge: Edge) -> None:
    await edge.post.put("password-changed", str(person))
