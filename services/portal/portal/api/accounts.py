"""Accounts: sign up, confirm, log in, log out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Literal

import aiosmtplib
from fastapi import APIRouter, Request, Response
from pydantic import EmailStr, Field

from contracts.values import Language
from portal.accounts import passwords
from portal.api.edge import Edge, Input, TheEdge, ThePerson, session_token
from portal.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["accounts"])

PRIVACY_VERSION = "2026-11"


class NewAccount(Input):
    """A new person. The privacy policy must have been read, in the version that is in force.

    Without a password, the mail leads to where one is chosen.
    """

    email: EmailStr
    password: Annotated[str, Field(max_length=200)] | None = None
    given_name: Annotated[str, Field(min_length=1, max_length=100)]
    family_name: Annotated[str, Field(min_length=1, max_length=100)]
    language: Language = "sv"
    privacy_version: Literal["2026-11"]


class SignUp(NewAccount):
    """`captcha` is the solution of a challenge of ours, base64 of JSON, as the widget of ALTCHA writes it."""

    repeated: Annotated[str, Field(max_length=200)] | None = None
    captcha: Annotated[str, Field(max_length=2_000)]


class Confirm(Input):
    email: EmailStr
    code: Annotated[str, Field(max_length=20)]


class LogIn(Input):
    email: Annotated[str, Field(max_length=320)]
    password: Annotated[str, Field(max_length=200)]


@router.get("/accounts/captcha")
async def challenge(request: Request, edge: TheEdge) -> dict[str, object]:
    """What a program has to solve before somebody can sign up (ALTCHA, SHA-256); good once, and for a while."""
    await edge.limited("captcha", client_of(request), per_minute=edge.settings.captchas_per_minute)
    return asdict(edge.captcha.challenge())


@router.post("/accounts", status_code=201)
async def sign_up(body: SignUp, request: Request, edge: TheEdge) -> dict[str, str]:
    """Makes an account and sends the confirmation; the answer is the same for an address that is known."""
    if body.repeated is not None and body.repeated != body.password:
        raise Problem("password.repeated-differs")
    if body.password is not None:
        passwords.check(body.password, body.email)  # before the solution is spent: one may try again with it
    await edge.captcha.spend(body.captcha)
    return await make_account(body, request, edge)


async def make_account(body: NewAccount, request: Request, edge: Edge) -> dict[str, str]:
    """Raises Problem `rate.limited` or `service.unavailable`, and Refused `password.too-weak`."""
    await edge.limited("sign-up", client_of(request), per_hour=edge.settings.sign_up_per_hour)
    made = await edge.people.sign_up(
        body.email, body.password, body.given_name, body.family_name, body.language, body.privacy_version
    )
    with mail_server_may_be_away():
        if made is None:
            await edge.mails.already_known(body.email, body.language)
        elif body.password is None:
            secret = await edge.resets.begin(made[0])
            await edge.mails.choose_password(body.email, body.given_name, body.language, secret)
        else:
            await edge.mails.confirm(body.email, body.given_name, body.language, made[1])
    return {"status": "confirmation-sent"}


@router.post("/accounts/resend-confirmation", status_code=202)
async def resend(body: Confirm, request: Request, edge: TheEdge) -> dict[str, str]:
    """A new code for an address that is not confirmed yet; `code` is ignored."""
    await edge.limited("sign-up", client_of(request), per_hour=edge.settings.sign_up_per_hour)
    row = await edge.people.find(body.email)
    if row is not None and row["confirmed_at"] is None:
        confirmation = await edge.people.new_confirmation(row["id"])
        with mail_server_may_be_away():
            await edge.mails.confirm(row["email"], row["given_name"], row["language"], confirmation)
    return {"status": "confirmation-sent"}


@router.post("/accounts/confirm")
async def confirm(body: Confirm, request: Request, edge: TheEdge) -> dict[str, str]:
    """Confirms the address by the code of the mail."""
    await edge.limited("confirm", client_of(request), per_minute=edge.settings.guesses_per_minute)
    await edge.people.confirm_by_code(body.email, body.code)
    return {"status": "confirmed"}


@router.post("/sessions", status_code=201)
async def log_in(body: LogIn, request: Request, edge: TheEdge) -> dict[str, str]:
    """A token for `Authorization: Bearer`."""
    await edge.limited("log-in", client_of(request), per_minute=edge.settings.login_tries_per_minute)
    return {"token": await edge.people.log_in(body.email, body.password)}


@router.delete("/sessions/current", status_code=204)
async def log_out(request: Request, _person: ThePerson, edge: TheEdge) -> Response:
    await edge.people.log_out(session_token(request))
    return Response(status_code=204)


@contextmanager
def mail_server_may_be_away() -> Iterator[None]:
    """Raises Problem `service.unavailable` when the mail server does not take the mail."""
    try:
        yield
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Problem("service.unavailable", what="mail") from error


def client_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"
