"""A case of support: asked with a picture, answered by the desk, told by mail, closed, opened again."""

from typing import Any

import pytest

from devstack.companies import NewCompany, NewVisitor
from devstack.journey import Problem, Visitor, until

PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 20
QUESTION = {
    "category": "undelivered-invoice",
    "title": "Fakturan kom inte fram",
    "form": {"invoice_number": "2026-00017"},
    "text": "Kunden säger att fakturan aldrig kom.",
}


async def ask(person: Visitor, **changes: object) -> dict[str, str]:
    return dict(await person.call("POST", "/support/cases", json=QUESTION | {"company": person.company} | changes))


async def case_as(person: Visitor, case: str, status: str, answers: int = 0) -> dict[str, Any]:
    """The case once it stands so, with so many messages at least."""

    async def reached() -> dict[str, Any] | None:
        try:
            page: dict[str, Any] = await person.call("GET", f"/support/cases/{case}")
        except Problem:
            return None
        return page if page["status"] == status and len(page["messages"]) >= answers else None

    return await until(reached, f"a case that is {status}")


@pytest.mark.req("S2-08", "S2-21", "S2-22", "S2-23", "D-07")
async def test_a_case_from_question_to_answer_and_back(company: NewCompany, desk: Visitor) -> None:
    person = await company("anna", "Norrsken AB")
    picture = await person.call("POST", "/support/attachments", params={"name": "skärm.png"}, content=PICTURE)
    case = (await ask(person, attachments=[picture]))["case"]

    async def waiting() -> bool | None:
        rows = await desk.call("GET", "/desk/cases", params={"waits_for": "operator"})
        return case in [row["id"] for row in rows] or None

    await until(waiting, "the case at the desk")
    seen = await desk.http.get(f"/api/v1/desk/cases/{case}/attachments/{picture['sha256']}")
    assert seen.content == PICTURE and seen.headers["content-disposition"].startswith("attachment")
    await desk.call("POST", f"/desk/cases/{case}/answers", json={"text": "Adressen var fel. Skicka den igen."})
    mail = await person.mail(lambda item: "svar" in item["subject"].lower(), "the mail about the answer")
    assert "Fakturan kom inte fram" in mail["text"]
    await person.call("POST", f"/support/cases/{case}/close")
    row = await case_as(person, case, "closed")
    assert row["outcome"] == "withdrawn"
    await person.call("POST", f"/support/cases/{case}/answers", json={"text": "Den kom tillbaka igen."})
    page = await case_as(person, case, "open", answers=5)
    assert page["waits_for"] == "operator"
    assert [message["kind"] for message in page["messages"]] == ["opened", "answered", "closed", "reopened", "answered"]


@pytest.mark.req("S2-01")
async def test_support_is_for_those_who_are_logged_in_and_shows_each_their_own(
    company: NewCompany, visitor: NewVisitor
) -> None:
    anna, sven = await company("anna", "Norrsken AB"), await visitor("sven")
    case = (await ask(anna))["case"]
    await case_as(anna, case, "open")
    for method, path in (("GET", f"/support/cases/{case}"), ("GET", "/desk/cases"), ("GET", f"/desk/cases/{case}")):
        with pytest.raises(Problem) as caught:
            await sven.call(method, path)
        assert caught.value.status == 404
    assert await sven.call("GET", "/support/cases") == []
    own = (await sven.call("POST", "/support/cases", json=QUESTION))["case"]
    await case_as(sven, own, "open")
    assert [row["id"] for row in await sven.call("GET", "/support/cases")] == [own], "no company is needed to ask"
    response = await sven.http.get("/api/v1/support/cases", headers={"authorization": ""})
    assert response.status_code == 401


@pytest.mark.req("S2-09")
async def test_each_category_has_its_own_form_in_the_readers_language(visitor: NewVisitor) -> None:
    person = await visitor("minna", "fi")
    forms = {form["category"]: form for form in await person.call("GET", "/support/forms")}
    assert forms["stop-invoice"]["mandatory"] == {"invoice_number": "Laskun numero", "reason": "Syy"}
    assert set(forms["recipient"]["mandatory"]) == {"name", "number", "operator", "email"}
    assert forms["recipient"]["door"] == "recipient-requests"
    with pytest.raises(Problem) as caught:
        await person.call("POST", "/support/cases", json=QUESTION | {"form": {}})
    assert caught.value.code == "case.field-missing" and "pakolliset" in caught.value.body["title"]


async def test_staff_write_a_case_down_for_somebody_who_telephoned(company: NewCompany, desk: Visitor) -> None:
    person = await company("anna", "Norrsken AB")
    case = (await desk.call("POST", "/desk/cases", json=QUESTION | {"company": person.company}))["case"]
    page = await case_as(person, case, "open")
    assert (page["opened_by"], page["waits_for"]) == ("operator", "customer")
