"""The second factor of whoever is logged in: begun, turned on by its first code, turned off."""

import base64
from typing import Annotated, Any

from fastapi import Request
from pydantic import Field

from chassis.telemetry import log
from portal.accounts.profile import Password, prove
from portal.edge.asking import Edge, TheEdge, ThePerson, session_token
from portal.edge.inputs import Input
from portal.edge.operations import Api, shown_once
from portal.edge.shown import Done
from portal.oneself.shown import RecoveryCodes, SecondFactor, SecondFactorBegun
from portal.people.people import Person
from portal.people.second_factor import address_of

router = Api(prefix="/api/v1/me/second-factor", tags=["accounts"])


class KnownBy(Input):
    """The password once more: whoever only found an open session does not know it."""

    current: Password


class FirstCode(Input):
    """Six digits, as the app shows them."""

    code: Annotated[str, Field(min_length=1, max_length=20)]


@router.get("", response_model=SecondFactor)
async def second_factor(person: ThePerson, edge: TheEdge) -> dict[str, object]:
    """Whether a code is asked for at log-in, and how many recovery codes are left."""
    factors = edge.second_factors
    return {
        "is_on": await factors.is_on(person.id),
        "recovery_codes_left": await factors.recovery_codes_left(person.id),
    }


@router.post("", status_code=201, response_model=SecondFactorBegun)
@shown_once
async def begin(body: KnownBy, person: ThePerson, edge: TheEdge) -> dict[str, str]:
    """Makes a secret for the app. Nothing changes until its first code is confirmed."""
    await prove(person, body.current, edge)
    await edge.second_factors.begin(person.id)
    secret = await edge.second_factors.waiting(person.id)
    assert secret is not None
    return {
        "secret": base64.b32encode(secret).decode().rstrip("="),
        "address": address_of(secret, person.email),
    }


@router.post("/confirm", response_model=RecoveryCodes)
@shown_once
async def confirm(body: FirstCode, person: ThePerson, request: Request, edge: TheEdge) -> dict[str, Any]:
    """Turns it on by the app's first code. Every other session ends, and a mail tells of it."""
    codes = await edge.second_factors.confirm(person.id, body.code)
    await edge.people.log_out_everywhere(person.id, but=session_token(request))
    await _tell(person, "second-factor-on", edge)
    return {"recovery_codes": codes}


@router.post("/recovery-codes", response_model=RecoveryCodes)
@shown_once
async def new_recovery_codes(body: KnownBy, person: ThePerson, edge: TheEdge) -> dict[str, Any]:
    """Ten new ones; the old ones open nothing any more."""
    await prove(person, body.current, edge)
    codes = await edge.second_factors.new_recovery_codes(person.id)
    await _tell(person, "recovery-codes-made", edge)
    return {"recovery_codes": codes}


@router.post("/end", response_model=Done)
async def end(body: KnownBy, person: ThePerson, edge: TheEdge) -> dict[str, str]:
    """Turns it off; a mail tells of it. Done twice it is done."""
    await prove(person, body.current, edge)
    if await edge.second_factors.end(person.id):
        await _tell(person, "second-factor-off", edge)
    return {"status": "off"}


async def _tell(person: Person, change: str, edge: Edge) -> None:
    log.info("account.changed", person=str(person.id), change=change)
    await edge.post.put("account-changed", str(person.id), change)
