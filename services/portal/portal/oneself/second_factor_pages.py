"""The pages of the second factor: turned on with a QR code, its recovery codes shown once, turned off."""

from collections.abc import Awaitable, Callable
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from fastapi import APIRouter, Response
from pydantic import ValidationError

from chassis import Refused
from portal.edge.acts import NOTHING_SAID, Said, act, refused
from portal.edge.asking import Edge, TheEdge, ThePerson
from portal.edge.forms import Form, TheForm
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.oneself import second_factor
from portal.people.people import Person
from portal.people.second_factor import RECOVERY_CODES, address_of, written

router = APIRouter(prefix="/settings/second-factor")

HERE = "/settings/second-factor"
AT = {"password.current-wrong": "current", "second-factor.wrong": "code"}
QR_SCALE = 6


@router.get("")
async def second_factor_page(reader: TheReader, person: ThePerson, edge: TheEdge, notice: str = "") -> Response:
    return await _page(reader, person, edge, NOTHING_SAID, reader.t("second_notice.off") if notice == "off" else None)


@router.post("")
async def begin(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await second_factor.begin(form.into(second_factor.KnownBy), person, edge)

    return await act(form, reader, route, done=HERE, again=partial(_page, reader, person, edge), fields=AT)


@router.get("/code.svg")
async def code(person: ThePerson, edge: TheEdge) -> Response:
    """What the app scans; only while it waits for its first code."""
    secret = await edge.second_factors.waiting(person.id)
    if secret is None:
        raise Problem("page.not-found")
    drawn = BytesIO()
    segno.make(address_of(secret, person.email), error="m").save(
        drawn, kind="svg", scale=QR_SCALE, border=2, xmldecl=False
    )
    return Response(drawn.getvalue(), media_type="image/svg+xml", headers={"cache-control": "no-store"})


@router.post("/confirm")
async def confirm(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def codes() -> list[str]:
        body = form.into(second_factor.FirstCode)
        answer = await second_factor.confirm(body, person, reader.request, edge)
        return list(answer["recovery_codes"])

    return await _shown_once(codes, form, reader, partial(_page, reader, person, edge), begun=True)


@router.get("/recovery-codes")
async def new_codes_page(reader: TheReader, person: ThePerson) -> Response:
    return await _proof("new_codes", reader, NOTHING_SAID)


@router.post("/recovery-codes")
async def new_codes(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def codes() -> list[str]:
        body = form.into(second_factor.KnownBy)
        answer = await second_factor.new_recovery_codes(body, person, edge)
        return list(answer["recovery_codes"])

    return await _shown_once(codes, form, reader, partial(_proof, "new_codes", reader), begun=False)


@router.get("/end")
async def end_page(reader: TheReader, person: ThePerson) -> Response:
    return await _proof("end", reader, NOTHING_SAID)


@router.post("/end")
async def end(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await second_factor.end(form.into(second_factor.KnownBy), person, edge)

    return await act(form, reader, route, done=f"{HERE}?notice=off", again=partial(_proof, "end", reader), fields=AT)


async def _shown_once(
    codes: Callable[[], Awaitable[list[str]]],
    form: Form,
    reader: Reader,
    again: Callable[[Said], Awaitable[Response]],
    *,
    begun: bool,
) -> Response:
    """The answer to the form is the page that shows them: no address shows them again."""
    try:
        return reader.page("recovery_codes.html", codes=await codes(), begun=begun)
    except (ValidationError, Refused, Problem) as error:
        said = refused(error, form, reader, AT)
        response = await again(said)
        response.headers.update(said.headers)
        return response


async def _page(reader: Reader, person: Person, edge: Edge, said: Said, notice: str | None = None) -> Response:
    is_on = await edge.second_factors.is_on(person.id)
    secret = None if is_on else await edge.second_factors.waiting(person.id)
    return reader.page(
        "second_factor.html",
        said.status,
        wrong=said.wrong,
        cure=said.cure,
        notice=notice,
        is_on=is_on,
        secret=written(secret) if secret else "",
        codes_left=await edge.second_factors.recovery_codes_left(person.id) if is_on else 0,
        codes_all=RECOVERY_CODES,
    )


async def _proof(what: str, reader: Reader, said: Said) -> Response:
    return reader.page("second_factor_proof.html", said.status, what=what, wrong=said.wrong, cure=said.cure)
