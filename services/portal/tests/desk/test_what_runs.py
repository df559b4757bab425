"""What runs, at the desk: something set aside is tried or skipped there, and a dead letter handled again, with a line
in the log for each; services say on their private ports how they are."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from account_stories import limited_to
from api_visitor import logged_in
from pages_house import House

from contracts.fact import Envelope
from contracts.wallet import v1 as wallet

DAG = "dag@stafett.example"


async def set_aside(house: House) -> int:
    """Something that an effect could not take."""
    await house.running.set_aside.put("acts", 7, "portal.acted.v1", RuntimeError("a secret"))
    (one,) = await house.running.set_aside.open()
    return one.number


async def dead(house: House, body: bytes) -> None:
    fact = wallet.CheckoutUnanswered
    told = Envelope(
        id=uuid4(),
        type=fact.type(),
        source="/wallet",
        about="wallet.order/1",
        time=datetime.now(UTC),
        tenant="-",
        correlation=uuid4(),
        sequence=1,
    )
    company = uuid4()
    await house.running.dead_letters.keep(
        f"wallet.v1.checkout_unanswered.{company}", told.headers(), body, "the reason"
    )


async def test_what_is_set_aside_is_tried_again_or_skipped_with_who_and_why(house: House) -> None:
    dag = await house.person(DAG)
    limited_to(house, staff=DAG)
    number = await set_aside(house)
    async with house.browser() as browser:
        await browser.log_in(DAG)
        page = await browser.open("/desk/running")
        assert "RuntimeError" in page.text and "a secret" not in page.text
        page = await browser.press(page, f"/desk/running/set-aside/{number}/try-again")
        assert page.path == "/desk/running?told=done"
        skip = f"/desk/running/set-aside/{number}/skip"
        without = await browser.press(page, skip, reason="")
        assert without.status == 422 and (await house.running.set_aside.open()), "a reason is asked for"
        page = await browser.press(page, skip, reason="Brevet gick för hand")
        assert page.path == "/desk/running?told=done" and await house.running.set_aside.open() == []
        (kept,) = await house.running.set_aside.passed_over(["acts"])
        assert (kept.skipped_by, kept.skip_reason) == (str(dag), "Brevet gick för hand")
    async with logged_in(house, DAG) as http:
        late = await http.post(f"/desk/set-aside/{number}/skip", json={"reason": "Igen"})
        assert (late.status_code, late.json()["code"]) == (404, "desk.set-aside-not-found")
        log = (await http.get("/desk/log")).json()
        assert [(one["act"], one["about"]) for one in log] == [
            ("set_aside_skipped", str(number)),
            ("set_aside_tried_again", str(number)),
        ]


@pytest.mark.parametrize("is_cured", [True, False])
async def test_a_dead_letter_is_handled_again_and_stays_while_it_cannot_be(house: House, is_cured: bool) -> None:
    await house.person(DAG)
    limited_to(house, staff=DAG)
    fact = wallet.CheckoutUnanswered(company=uuid4(), order=UUID(int=3), question=1, cause="503")  # type: ignore[arg-type]
    await dead(house, fact.model_dump_json().encode() if is_cured else b'{"order": "a name"}')
    async with house.browser() as browser:
        await browser.log_in(DAG)
        page = await browser.open("/desk/running")
        assert "wallet.v1.checkout_unanswered" in page.text and "a name" not in page.text
        (form,) = [one for one in page.tree.xpath("//form/@action") if "dead-letters" in one]
        page = await browser.press(page, form)
        left = await house.running.dead_letters.all()
        if is_cured:
            assert page.path == "/desk/running?told=done" and left == []
        else:
            assert "Det går fortfarande inte" in page.text and len(left) == 1
    async with logged_in(house, DAG) as http:
        assert [one["act"] for one in (await http.get("/desk/log")).json()] == ["dead_letter_heard_again"]


async def test_a_service_that_does_not_answer_is_not_ready(house: House) -> None:
    await house.person(DAG)
    limited_to(house, staff=DAG, services_health="wallet=http://127.0.0.1:9", health_timeout_s=0.5)
    async with logged_in(house, DAG) as http:
        (line,) = (await http.get("/desk/health")).json()
        assert (line["service"], line["ready"], line["events"]) == ("wallet", False, None)
        assert line["reason"] in ("ConnectError", "ConnectTimeout")
