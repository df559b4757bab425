"""The pages of passkeys: which there are, and making one, where the browser's own script is needed."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ValidationError

from chassis import Refused
from portal.accounts.profile import prove
from portal.edge.acts import NOTHING_SAID, Said, act, refused
from portal.edge.asking import Edge, TheEdge, ThePerson
from portal.edge.figures import zone_of_reader
from portal.edge.forms import TheForm
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.oneself import passkeys
from portal.people.people import Person

router = APIRouter(prefix="/settings/passkeys")

HERE = "/settings/passkeys"
NOTICES = ("added", "removed")
AT = {"password.current-wrong": "current"}


@router.get("")
async def passkeys_page(reader: TheReader, person: ThePerson, edge: TheEdge, notice: str = "") -> Response:
    said = reader.t(f"passkeys_notice.{notice}") if notice in NOTICES else None
    return await _page(reader, person, edge, NOTHING_SAID, said)


@router.post("/begin")
async def begin(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """After the password, a page with the one button that asks the browser for a passkey."""
    try:
        body = form.into(passkeys.NewPasskey)
        await prove(person, body.current, edge)
        asked = await edge.passkeys.to_make(person)
    except (ValidationError, Refused, Problem) as error:
        said = refused(error, form, reader, AT)
        response = await _page(reader, person, edge, said)
        response.headers.update(said.headers)
        return response
    return reader.page("passkey_new.html", asked=asked, filled={"name": body.name})


@router.post("")
async def make(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await passkeys.make(form.into(passkeys.MadePasskey), person, request, edge)

    return await act(form, reader, route, done=f"{HERE}?notice=added", again=partial(_page, reader, person, edge))


@router.post("/{passkey}")
async def remove(passkey: UUID, form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await passkeys.remove(passkey, person, edge)

    return await act(form, reader, route, done=f"{HERE}?notice=removed", again=partial(_page, reader, person, edge))


async def _page(reader: Reader, person: Person, edge: Edge, said: Said, notice: str | None = None) -> Response:
    return reader.page(
        "passkeys.html",
        said.status,
        filled=said.filled,
        wrong=said.wrong,
        cure=said.cure,
        notice=notice,
        passkeys=await edge.passkeys.of(person.id),
        are_offered=edge.passkeys.are_offered,
        zone=zone_of_reader(reader.language),
    )
