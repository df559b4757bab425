"""Support: one's cases, a new question by its form, one case with everything that was said in it."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response

from chassis import derived_id
from contracts.case_forms import CaseForm, case_forms
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Personal
from portal.companies.pages import companies_of
from portal.edge.asking import TheEdge, ThePerson
from portal.edge.forms import Form, TheForm, go
from portal.edge.problems import Problem
from portal.edge.reader import Reader, TheReader
from portal.support import api
from portal.support.view import case_of

router = APIRouter(prefix="/support")

ZONE = ZoneInfo("Europe/Stockholm")
TONES = {"open": "info", "closed": "neutral"}
TEXT_CHARACTERS_MAX = 4_000


@router.get("")
async def support_page(reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """One's cases, and what a new one can be about."""
    return reader.page(
        "support.html",
        rows=await api.my_cases(person, edge),
        forms=[form for form in case_forms().values() if form.offered],
        companies=await companies_of(edge, person),
        titles=titles_in(reader),
        tones=TONES,
        zone=ZONE,
    )


@router.get("/new/{category}")
async def question_page(category: str, reader: TheReader, person: ThePerson) -> Response:
    return await _question(offered(category), reader, 200, {})


@router.post("/new/{category}")
async def ask(category: str, form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """Opens a case in the name of the chosen company, or in one's own."""
    chosen = offered(category)
    fields = {name: form[name] for name in (*chosen.mandatory, *chosen.optional) if form[name]}
    owners = {str(owner): owner for owner in await api.owners_of(person, edge)}
    request = form.request_of(person)
    fact = portal.SupportCaseOpened(
        company=owners.get(form["company"], api.own_name(person)),
        person=person.id,
        case=derived_id(request, "case"),
        category=category,
        title=Personal(form["title"]),
        form=Personal(fields),
        text=Personal(form["text"]),
        name=Personal(f"{person.given_name} {person.family_name}"),
        email=Personal(person.email),
        language=person.language,
    )
    try:
        await edge.tell(fact, request, person.id)
    except Problem as problem:
        wrong = reader.why(problem.code, problem.details)
        return await _question(chosen, reader, problem.status, form.fields, wrong)
    return await _shown(fact.case, reader, person)


@router.get("/cases/{case}")
async def case_page(case: UUID, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    return await _case(case, reader, 200)


@router.post("/cases/{case}")
async def answer(case: UUID, form: TheForm, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """Says something more, or ends the case: whichever button was pressed."""
    row = await api.mine(case, person, edge)
    try:
        await edge.tell(_said(row, form, reader), form.request_of(person), person.id)
    except Problem as problem:
        return await _case(case, reader, problem.status, reader.why(problem.code, problem.details), form["text"])
    return await _shown(case, reader, person)


def _said(row: Any, form: Form, reader: Reader) -> Fact:
    who = {"company": row["company"], "person": reader.person.id if reader.person else None, "case": row["id"]}
    if form["step"] == "close":
        return portal.SupportCaseClosed(**who, side="customer")
    return portal.SupportCaseAnswered(**who, side="customer", text=Personal(form["text"]))


async def _shown(case: UUID, reader: Reader, person: Any) -> Response:
    """On to the case, as soon as it is there to be read."""

    async def look() -> Any:
        return await case_of(reader.edge.db, case)

    await reader.edge.runtime.until(look, reader.edge.settings.answer_timeout_s)
    return go(f"/support/cases/{case}")


async def _case(case: UUID, reader: Reader, status: int, wrong: str = "", text: str = "") -> Response:
    assert reader.person is not None
    row = await api.told(await api.mine(case, reader.person, reader.edge), reader.edge)
    form = case_forms().get(row["category"])
    named = {**form.mandatory, **form.optional} if form else {}
    return reader.page(
        "case.html",
        status,
        case=row,
        category=titles_in(reader).get(row["category"], row["category"]),
        answers=[(named.get(name, {}).get(reader.language, name), value) for name, value in row["form"].items()],
        tone=TONES[row["status"]],
        wrong={"": wrong},
        filled={"text": text},
        text_max=TEXT_CHARACTERS_MAX,
        zone=ZONE,
    )


async def _question(form: CaseForm, reader: Reader, status: int, filled: dict[str, str], wrong: str = "") -> Response:
    companies = await companies_of(reader.edge, reader.person) if reader.person else []
    return reader.page(
        "question.html",
        status,
        form=form,
        filled=filled,
        wrong={"": wrong},
        companies=companies,
        choices=[*((one["id"], one["name"]) for one in companies), ("", reader.t("support.myself"))],
        text_max=TEXT_CHARACTERS_MAX,
    )


def titles_in(reader: Reader) -> dict[str, str]:
    return {name: form.titles[reader.language] for name, form in case_forms().items()}


def offered(category: str) -> CaseForm:
    form = case_forms().get(category)
    if form is None or not form.offered:
        raise Problem("page.not-found")
    return form
