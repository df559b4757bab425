"""Accounts: sign up, confirm, log in, log out."""

from dataclasses import asdict
from typing import Annotated, Final, Literal

from fastapi import Request, Response
from pydantic import EmailStr, Field

from contracts.values import Language
from portal.accounts.shown import Challenge, Session
from portal.edge.asking import Edge, TheEdge, ThePerson, client_of, program_that_asks, session_token
from portal.edge.inputs import Input
from portal.edge.operations import Api, shown_once
from portal.edge.problems import Problem
from portal.edge.shown import Done
from portal.people import passwords
from portal.people.captcha import Door, Proof

router = Api(prefix="/api/v1", tags=["accounts"])

PRIVACY_VERSION: Final = "2026-11"


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
    """`email` may be the user name too. `code` is that of the second factor (`second-factor.needed`).

    `captcha` is asked for (`captcha.needed`) when many have guessed at the account: a challenge for `log-in`.
    """

    email: Annotated[str, Field(max_length=320)]
    password: Annotated[str, Field(max_length=200)]
    code: Annotated[str, Field(max_length=20)] = ""
    captcha: Annotated[str, Field(max_length=2_000)] = ""


@router.get("/accounts/captcha", response_model=Challenge)
async def challenge(request: Request, edge: TheEdge, door: Door = "sign-up") -> dict[str, object]:
    """What a program has to solve before somebody can sign up (ALTCHA, SHA-256); good once, and for a while."""
    await edge.limited("captcha", client_of(request), per_minute=edge.settings.captchas_per_minute)
    return asdict(edge.captcha.challenge(door))


@router.post("/accounts", status_code=201, response_model=Done)
async def sign_up(body: SignUp, request: Request, edge: TheEdge) -> dict[str, str]:
    """Makes an account and sends the confirmation; the answer is the same for an address that is known."""
    if body.repeated is not None and body.repeated != body.password:
        raise Problem("password.repeated-differs")
    return await make_account(body, Proof(solution=body.captcha), request, edge)


async def make_account(body: NewAccount, proof: Proof, request: Request, edge: Edge) -> dict[str, str]:
    """For whoever has worked, or has waited in a browser without scripts; the mail goes out behind the answer.

    Raises Problem `rate.limited`, and Refused `password.too-weak` or with a code of the captcha.
    """
    settings, client = edge.settings, client_of(request)
    if body.password is not None:
        passwords.check(body.password, body.email)  # before the solution is spent: one may try again with it
    await edge.captcha.spend("sign-up", proof)
    await edge.limited("sign-up", client, per_hour=settings.sign_up_per_hour)
    if not proof.solution:
        await edge.limited("sign-up-waited", client, per_hour=settings.sign_ups_without_script_per_hour)
        await edge.limited("sign-ups-waited", "all", per_hour=settings.sign_ups_without_script_in_all_per_hour)
    if await edge.post.may("sign-up", body.email):
        await edge.people.sign_up(
            body.email, body.password, body.given_name, body.family_name, body.language, body.privacy_version
        )
        await edge.post.put("sign-up", body.email.casefold())
    return {"status": "confirmation-sent"}


@router.post("/accounts/resend-confirmation", response_model=Done)
async def resend(body: Confirm, request: Request, edge: TheEdge) -> dict[str, str]:
    """A new code for an address that is not confirmed yet; `code` is ignored."""
    await edge.limited("sign-up", client_of(request), per_hour=edge.settings.sign_up_per_hour)
    if await edge.post.may("confirmation", body.email):
        await edge.post.put("confirmation", body.email.casefold())
    return {"status": "confirmation-sent"}


@router.post("/accounts/confirm", response_model=Done)
async def confirm(body: Confirm, request: Request, edge: TheEdge) -> dict[str, str]:
    """Confirms the address by the code of the mail. The same code twice is one."""
    await edge.limited("confirm", client_of(request), per_minute=edge.settings.guesses_per_minute)
    await edge.people.confirm(await edge.codes.by_code("confirmation", body.email, body.code))
    return {"status": "confirmed"}


@router.post("/sessions", status_code=201, response_model=Session)
@shown_once
async def log_in(body: LogIn, request: Request, edge: TheEdge) -> dict[str, str]:
    """A token for `Authorization: Bearer`."""
    program = program_that_asks(request)
    proof = Proof(solution=body.captcha)
    entry = await edge.log_ins.log_in(body.email, body.password, client_of(request), proof=proof, program=program)
    if entry.is_whole:
        return {"token": entry.token}
    if not body.code:
        raise Problem("second-factor.needed")
    return {"token": await finish(entry.token, body.code, request, edge)}


async def finish(half: str, code: str, request: Request, edge: Edge) -> str:
    """The session of a log-in that waited for its second factor. Its owner is told when a recovery code was used.

    Raises Refused `second-factor.expired`, `second-factor.wrong` or `rate.limited`.
    """
    token, person, proved = await edge.log_ins.finish(half, code, program_that_asks(request))
    if proved == "recovery":
        await edge.post.put("account-changed", str(person), "recovery-code-used")
    return token


@router.delete("/sessions/current", status_code=204)
async def log_out(request: Request, _person: ThePerson, edge: TheEdge) -> Response:
    """Ends this session."""
    await edge.people.log_out(session_token(request))
    return Response(status_code=204)
