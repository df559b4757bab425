"""A company comes aboard: looked up in its register, confirmed or written by hand, and registered."""

from contextlib import suppress
from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ValidationError

from chassis import derived_id
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import Address, CompanyHit, CompanyId
from portal.companies import api
from portal.companies.acting import Acting
from portal.edge.acts import Said, act
from portal.edge.asking import Edge, Pending, TheEdge, ThePerson
from portal.edge.forms import Form, TheForm, own_path
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.telling.answers import asked

router = APIRouter(prefix="/companies")

COUNTRIES = ("SE", "DK", "NO", "FI")
COUNTRY_OF = {"sv": "SE", "da": "DK", "nb": "NO", "fi": "FI", "en": "SE"}
"""Where somebody who reads a language most often has a company."""
AT = {
    "lookup.query-length": "search",
    "company-number.malformed": "number",
    "vat-number.malformed": "vat_number",
    "company.vat-number-or-none": "vat_number",
    "company.email-malformed": "contact_email",
}
"""At which field a refusal stands."""


@router.get("/new")
async def look_up_page(reader: TheReader, person: ThePerson, next: str = "") -> Response:  # noqa: A002 - in the address
    return await _look_up(reader, Said(filled={"next": own_path(next)}))


@router.post("/new")
async def look_up(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """Asks the register, and leads to what it answers."""
    search = form["search"]
    wanted = form.request_of(person)

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.LookUp, search=search)
        return await api.look_up(body, person, request, response, edge)

    fields = AT | {"company-number.malformed": "search"}
    done = _found(wanted, own_path(form["next"]))
    return await act(form, reader, route, done=done, again=partial(_look_up, reader), fields=fields)


async def _look_up(reader: Reader, said: Said) -> Response:
    filled = {"country": COUNTRY_OF[reader.language], **said.filled}
    return reader.page(
        "look_up.html", said.status, filled=filled, wrong=said.wrong, cure=said.cure, countries=_countries(reader)
    )


@router.get("/new/by-hand")
async def by_hand_page(reader: TheReader, person: ThePerson, next: str = "") -> Response:  # noqa: A002 - in the address
    """For a company that no register of ours knows."""
    filled = {"country": COUNTRY_OF[reader.language], "contact_email": person.email, "next": own_path(next)}
    return await _register(reader, None, Said(filled=filled))


@router.get("/new/{request}")
async def found_page(
    request: UUID,
    reader: TheReader,
    person: ThePerson,
    edge: TheEdge,
    hit: int | None = None,
    by_hand: bool = False,
    next: str = "",  # noqa: A002 - the word in the address
) -> Response:
    """What the register knows: one company is to be confirmed, of many one is chosen."""
    answer = await _answer(request, reader)
    hits, where = answer.hits, own_path(next)
    chosen = hits[0] if len(hits) == 1 else hits[hit] if hit is not None and 0 <= hit < len(hits) else None
    if chosen is None:
        problem = reader.why(answer.problem, {}) if answer.problem else ""
        choices = [(one, f"{_found(request, where)}&hit={number}") for number, one in enumerate(hits)]
        return reader.page("found.html", hits=choices, problem=problem, next=where)
    filled = _filled(chosen, request) | {"contact_email": person.email, "next": where}
    return await _register(reader, None if by_hand else chosen, Said(filled=filled))


@router.post("/register")
async def register(form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    company = CompanyId(derived_id(form.request_of(person), "company"))
    chosen = await _chosen(form, reader)

    async def route(request: UUID, response: Response) -> Any:
        answer = await api.register(_registration(form), person, request, response, edge)
        if chosen and chosen.address and not isinstance(answer, Pending):
            await _save_address(chosen.address, Acting(person, company, "owner"), request, edge)
        return answer

    where = own_path(form["next"]) or f"/c/{company}"
    return await act(form, reader, route, done=where, again=partial(_register, reader, chosen), fields=AT)


async def _save_address(address: Address, owner: Acting, request: UUID, edge: Edge) -> None:
    """The register's address was confirmed with the rest; one that cannot stand on an invoice is left to be written."""
    with suppress(Problem, ValidationError):
        body = api.AddressInput(**asdict(address))
        await api.save_address("default", body, owner, derived_id(request, "address"), Response(), edge)


def _registration(form: Form) -> api.CompanyRegistration:
    """Without a VAT number the box says so; what stood in the field before it was ticked does not count."""
    without = {"vat_number": None} if form["no_vat_number"] else {}
    return form.into(api.CompanyRegistration, **without)


async def _chosen(form: Form, reader: Reader) -> CompanyHit | None:
    """The hit that the form was made of, unless its details are written by hand."""
    if form["by_hand"] or not form["lookup"]:
        return None
    try:
        answer = await _answer(UUID(form["lookup"]), reader)
    except (ValueError, Problem):
        return None
    return next(
        (one for one in answer.hits if one.number.reveal() == form["number"] and one.name == form["name"]), None
    )


async def _register(reader: Reader, chosen: CompanyHit | None, said: Said) -> Response:
    return reader.page(
        "register_company.html",
        said.status,
        filled=said.filled,
        wrong=said.wrong,
        cure=said.cure,
        hit=chosen,
        countries=_countries(reader),
        is_taken=said.code == "company.already-registered",
        by_hand=_by_hand(said.filled),
    )


def _by_hand(filled: Any) -> str:
    where = {"next": filled.get("next", "")}
    if filled.get("lookup"):
        return f"/companies/new/{filled['lookup']}?{urlencode({**where, 'by_hand': 1, 'hit': filled.get('hit', 0)})}"
    return f"/companies/new/by-hand?{urlencode(where)}"


async def _answer(request: UUID, reader: Reader) -> onboarding.CompanyLookupAnswered:
    """Raises Problem for another person's look-up."""
    row = await asked(reader.edge.db, request)
    if row is None or reader.person is None or row["person"] != str(reader.person.id):
        raise Problem("request.not-found")
    answer = await reader.edge.answer(request, portal.CompanyLookupRequested, reader.edge.settings.answer_timeout_s)
    if not isinstance(answer, onboarding.CompanyLookupAnswered):
        raise Problem("request.not-found")
    return answer


def _found(request: UUID, where: str) -> str:
    return f"/companies/new/{request}?{urlencode({'next': where})}"


def _countries(reader: Reader) -> list[tuple[str, str]]:
    return [(country, reader.t(f"country.{country}")) for country in COUNTRIES]


def _filled(hit: CompanyHit, request: UUID) -> dict[str, str]:
    """What the register gave; the VAT number is only proposed, where the register does not say there is none."""
    number = hit.number.reveal()
    proposed = {"SE": f"SE{number[-10:]}01", "DK": f"DK{number}", "NO": f"NO{number}MVA", "FI": f"FI{number}"}
    return {
        "country": hit.country,
        "number": number,
        "name": hit.name,
        "legal_form": hit.legal_form,
        "lookup": str(request),
        "vat_number": "" if hit.vat_registered is False else proposed[hit.country],
        "no_vat_number": "yes" if hit.vat_registered is False else "",
    }
