"""A case from question to outcome: opened by its form, answered from both sides, closed, opened again."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from support_stories import Desk

from chassis.testing import is_answered_as_repeated
from contracts.case_forms import case_forms
from contracts.fact import Fact
from contracts.support import v1 as told
from contracts.values import DocumentRef, Personal
from support.case import Case

LANGUAGES = {"sv", "da", "nb", "fi", "en"}


def refused(facts: list[Fact]) -> str:
    (fact,) = facts
    assert isinstance(fact, told.CaseRefused), fact
    return fact.code


@pytest.mark.req("S2-21", "S2-08")
async def test_a_case_is_opened_with_the_form_of_its_category_and_gets_a_reference_to_quote() -> None:
    desk = Desk()
    case = await desk.opened()
    assert case.opened_by == "customer" and case.form.reveal() == {"invoice_number": "2026-00017"}
    assert len(case.reference) == 9 and not set(case.reference) & set("01IO")
    assert is_answered_as_repeated(await desk.open(case=case.case)), "the same case again is the same case"


@pytest.mark.req("S2-09")
async def test_each_category_has_a_form_of_its_own_and_titles_in_every_language() -> None:
    desk = Desk()
    for form in case_forms().values():
        fields = {**form.mandatory, **form.optional}
        assert all(set(titles) == LANGUAGES for titles in (form.titles, *fields.values())), form.name
        facts = await desk.open(category=form.name, form=Personal(dict.fromkeys(fields, "svar")))
        assert isinstance(facts[0], told.CaseOpened) is form.offered, form.name
        if form.mandatory and form.offered:
            assert refused(await desk.open(category=form.name, form=Personal({}))) == "case.field-missing"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": "gossip"}, "case.category-unknown"),
        ({"form": Personal({"invoice_number": "  "})}, "case.field-missing"),
        ({"form": Personal({"invoice_number": "1", "colour": "red"})}, "case.field-unknown"),
        ({"form": Personal({"invoice_number": "1" * 501})}, "case.field-too-long"),
        ({"title": Personal(" ")}, "case.title-missing"),
        ({"title": Personal("x" * 201)}, "case.title-missing"),
        ({"text": Personal("\n")}, "case.text-missing"),
        ({"text": Personal("x" * 10_001)}, "case.text-too-long"),
        ({"attachments": (DocumentRef("0" * 64, "application/pdf", 1, "a.pdf"),) * 11}, "case.attachments-too-many"),
        ({"attachments": (DocumentRef("0" * 64, "text/html", 1, "a.html"),)}, "case.attachment-of-other-type"),
        ({"attachments": (DocumentRef("0" * 64, "image/png", 10**8, "a.png"),)}, "case.attachment-too-large"),
        ({"attachments": (DocumentRef("0" * 64, "image/png", 7 * 10**6, "a.png"),) * 3}, "case.attachments-too-large"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_a_reason_and_leaves_nothing(
    changes: dict[str, Any], code: str
) -> None:
    desk = Desk()
    assert refused(await desk.open(**changes)) == code
    assert await desk.support.events() == []


@pytest.mark.req("S2-23")
async def test_both_sides_answer_until_it_is_solved() -> None:
    desk = Desk()
    case = (await desk.opened()).case
    (first,) = await desk.answer(case)
    (second,) = await desk.answer(case, "customer", "Tack!")
    assert isinstance(first, told.CaseAnswered) and isinstance(second, told.CaseAnswered)
    assert (first.side, first.number, second.side, second.number) == ("operator", 1, "customer", 2)
    assert first.email.reveal() == "anna@norrsken.example", "whoever asked is told by mail"
    (closed,) = await desk.close(case)
    assert isinstance(closed, told.CaseClosed) and closed.outcome == "solved"
    assert refused(await desk.close(case)) == "case.closed-already"


async def test_a_case_has_room_for_so_many_bytes_and_then_for_words_alone() -> None:
    desk = Desk(case_attachments_bytes_max=7)
    picture = DocumentRef("7" * 64, "image/png", 3, "skärm.png")
    desk.support.documents.contents[picture.sha256] = b"png"
    case = (await desk.opened(attachments=(picture,))).case
    (second,) = await desk.answer(case, "customer", attachments=(picture,))
    assert isinstance(second, told.CaseAnswered)
    assert refused(await desk.answer(case, "customer", attachments=(picture,))) == "case.attachments-full"
    (third,) = await desk.answer(case, "customer")
    assert isinstance(third, told.CaseAnswered) and third.number == 2


async def test_attachments_become_the_services_own() -> None:
    desk = Desk()
    picture = DocumentRef("7" * 64, "image/png", 3, "skärm.png")
    desk.support.documents.contents[picture.sha256] = b"png"
    case = (await desk.opened(attachments=(picture,))).case
    assert (await desk.support.state(Case, case)).opening.attachments == (picture,)


@pytest.mark.req("S2-23")
async def test_an_answer_to_a_closed_case_opens_it_again() -> None:
    desk = Desk()
    case = (await desk.opened()).case
    await desk.close(case, "customer")
    reopened, answered = await desk.answer(case, "customer", "Det hände igen.")
    assert isinstance(reopened, told.CaseReopened) and isinstance(answered, told.CaseAnswered)
    assert refused(await desk.reopen(case)) == "case.open-already"
    await desk.close(case)
    (again,) = await desk.reopen(case)
    assert isinstance(again, told.CaseReopened) and again.side == "customer"


async def test_a_case_that_nobody_answers_any_more_is_closed_after_a_while() -> None:
    desk = Desk()
    case = (await desk.opened()).case
    assert await desk.support.pass_time(timedelta(days=100)) == [], "the operator has not answered: it stays open"
    await desk.answer(case)
    await desk.support.pass_time(timedelta(days=10))
    await desk.answer(case, text="En sak till.")
    assert await desk.support.pass_time(timedelta(days=10)) == [], "the later answer gives more time"
    (closed,) = await desk.support.pass_time(timedelta(days=10))
    assert isinstance(closed, told.CaseClosed) and closed.outcome == "quiet"


async def test_a_case_that_was_reopened_is_not_closed_by_the_silence_before() -> None:
    desk = Desk()
    case = (await desk.opened()).case
    await desk.answer(case)
    await desk.close(case, "customer")
    await desk.support.pass_time(timedelta(days=13))
    await desk.reopen(case)
    assert await desk.support.pass_time(timedelta(days=100)) == [], "the customer waits for the operator"
    await desk.answer(case)
    (closed,) = await desk.support.pass_time(timedelta(days=14))
    assert isinstance(closed, told.CaseClosed) and closed.outcome == "quiet"


async def test_a_case_has_an_end_also_for_those_who_never_stop_writing() -> None:
    desk = Desk(answers_max=3)
    case = (await desk.opened()).case
    for _ in range(3):
        await desk.answer(case, "customer")
    assert refused(await desk.answer(case, "customer")) == "case.full"
    assert isinstance((await desk.close(case))[0], told.CaseClosed)


async def test_anothers_case_is_not_there() -> None:
    desk = Desk()
    case = (await desk.opened()).case
    assert refused(await desk.answer(case, company=uuid4())) == "case.not-found"
    assert refused(await desk.answer(uuid4())) == "case.not-found"


@pytest.mark.req("D-01", "S4-16")
async def test_a_request_for_access_is_a_case_of_its_asker_until_the_owner_has_answered() -> None:
    desk = Desk()
    request = uuid4()
    (case,) = await desk.access_requested(request)
    assert isinstance(case, told.CaseOpened)
    assert (case.company, case.category, case.matter) == (desk.person, "access", request)
    assert await desk.access_requested(request) == [], "told twice, opened once"
    answer = await desk.access_answered(request)
    assert isinstance(answer[0], told.CaseClosed) and answer[0].outcome == "decided"
    assert await desk.access_answered(request) == []
