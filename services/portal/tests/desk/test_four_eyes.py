"""What takes two of the staff: one proposes, another approves, the same person is refused in words.

Siblings looked for: every way by which money leaves or is given up at the desk. Found beside refunds: a card payment
that was set aside and goes back, and a debt that is written off. Corrections of balances have a rule of the wallet's.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from api_visitor import logged_in
from pages_house import House

from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Money, OrderLine, Personal
from contracts.wallet import v1 as wallet

DAG, EVA = "dag@stafett.example", "eva@stafett.example"


async def staffed(house: House) -> None:
    for email in (DAG, EVA):
        await house.person(email)
    house.edge.settings = house.edge.settings.model_copy(update={"staff": f"{DAG},{EVA}"})


async def ordered(house: House, total: str = "62500.00", currency: str = "SEK") -> tuple[UUID, UUID]:
    company, order = uuid4(), uuid4()
    sums = {name: Money(Decimal(total), currency) for name in ("net", "vat", "total")}
    lines: dict[str, Any] = {"klip": "invoice", "quantity": 1000, **sums}
    await house.told(
        wallet.OrderAccepted(company=company, order=order, **lines),
        wallet.OrderPaid(company=company, order=order, payment="p-1", **lines),
    )
    return company, order


async def agreed(told: portal.RefundRequested) -> Fact:
    some = Money(Decimal("100.00"))
    return wallet.RefundAgreed(
        company=told.company,
        account=told.company,
        order=told.order,
        refund=told.refund,
        taken=(OrderLine("invoice", 1),),
        amount=some,
        net=some,
        vat=some,
    )


async def decided(http: httpx.AsyncClient, proposal: str, *, approved: bool) -> httpx.Response:
    return await http.post(f"/desk/proposals/{proposal}/decisions", json={"approved": approved})


async def test_a_large_refund_is_told_once_another_has_approved_it(house: House) -> None:
    await staffed(house)
    company, order = await ordered(house)
    place = f"/desk/companies/{company}/orders/{order}/refunds"
    async with (
        logged_in(house, DAG) as dag,
        logged_in(house, EVA) as eva,
        house.answering(portal.RefundRequested, agreed) as heard,
    ):
        small = await dag.post(place, json={"reason": "En del", "quantity": 10})
        assert small.json()["answer"] == "refund_agreed" and len(heard) == 1, "a small one goes alone"
        large = await dag.post(place, json={"reason": "Allt"}, headers={"idempotency-key": "k"})
        assert (large.status_code, large.json()["answer"]) == (201, "act_proposed")
        again = await dag.post(place, json={"reason": "Allt"}, headers={"idempotency-key": "k"})
        assert again.json()["proposal"] == large.json()["proposal"]
        (line,) = (await eva.get("/desk/proposals")).json()
        assert (line["fact"], line["status"]) == ("refund_requested", "proposed")
        assert {"name": "reason", "value": "Allt"} in line["fields"]
        own = await decided(dag, line["id"], approved=True)
        assert (own.status_code, own.json()["code"]) == (403, "proposal.own") and "colleague" in own.json()["title"]
        assert len(heard) == 1, "nothing was told"
        done = await decided(eva, line["id"], approved=True)
        assert done.json()["answer"] == "refund_agreed"
        first, second = heard
        assert isinstance(second, portal.RefundRequested) and second.reason == "Allt" and first != second
        late = await decided(dag, line["id"], approved=False)
        assert (late.status_code, late.json()["code"]) == (409, "proposal.decided-already")
        assert (await eva.get("/desk/proposals")).json() == []
        log = (await eva.get("/desk/log", params={"company": str(company)})).json()
        assert [one["act"] for one in log] == ["refund_requested", "act_proposed", "refund_requested"]
        names = [one["act"] for one in (await eva.get("/desk/log")).json()]
        assert names[:2] == ["refund_requested", "proposal_approved"] or names[:2] == [
            "proposal_approved",
            "refund_requested",
        ]


async def test_a_proposal_that_is_declined_tells_nothing_and_its_proposer_may_decline_it(house: House) -> None:
    await staffed(house)
    company, order = await ordered(house, "90.00", "DKK")
    async with logged_in(house, DAG) as dag, logged_in(house, EVA) as eva:
        asked = await dag.post(f"/desk/companies/{company}/orders/{order}/refunds", json={"reason": "Fel"})
        proposal = asked.json()["proposal"]
        assert asked.json()["answer"] == "act_proposed", "a currency without a limit takes two"
        assert (await decided(dag, proposal, approved=False)).json() == {"status": "declined"}
        assert (await decided(eva, proposal, approved=True)).json()["code"] == "proposal.decided-already"
        assert (await decided(eva, str(uuid4()), approved=True)).json()["code"] == "proposal.not-found"
        told = await house.running.db.fetchval("SELECT count(*) FROM requests WHERE fact LIKE '%refund_requested%'")
        assert told == 0


@pytest.mark.parametrize("act", ["set-aside/return", "debt"])
async def test_other_money_that_leaves_takes_two_as_well(house: House, act: str) -> None:
    await staffed(house)
    company, order = await ordered(house)
    of: dict[str, Any] = {"company": company, "order": order}
    much = Money(Decimal("5000.01"))
    begins: dict[str, Fact] = {
        "set-aside/return": wallet.PaymentRefused(
            **of, code="payment.already-paid", payment="p-2", set_aside=much, to_card=True
        ),
        "debt": wallet.PaymentChargedBack(**of, account=company, taken=(), amount=much, owed=much, chargeback="c-1"),
    }
    await house.told(begins[act])
    body = {"payment": "p-2", "reason": "Dubbelt"} if act != "debt" else {"how": "written-off", "note": "Konkurs"}
    async with logged_in(house, DAG) as dag:
        asked = await dag.post(f"/desk/companies/{company}/orders/{order}/{act}", json=body)
        assert asked.json()["answer"] == "act_proposed"


async def test_a_known_recipient_gets_another_way_only_when_two_agree(house: House) -> None:
    await staffed(house)
    company, request = uuid4(), uuid4()
    await house.told(
        directory.RecipientRequestReceived(
            company=company,
            request=request,
            kind="update",
            name="Kommunen",
            country="SE",
            number=Personal("2120000142"),
            operator="Annan",
            email=Personal("info@kommunen.example"),
        )
    )

    async def updated(told: portal.RecipientRequestDecided) -> Fact:
        return directory.RecipientDecisionRefused(
            company=told.company, request=told.request, code="recipient-decision.decided-already"
        )

    place = f"/desk/recipient-requests/{request}/decisions"
    async with (
        logged_in(house, DAG) as dag,
        logged_in(house, EVA) as eva,
        house.answering(portal.RecipientRequestDecided, updated) as heard,
    ):
        asked = await dag.post(place, json={"decision": "grant", "participant": "0007:2120000142"})
        assert asked.json()["answer"] == "act_proposed" and heard == []
        answer = await decided(eva, asked.json()["proposal"], approved=True)
        assert answer.json()["code"] == "recipient-decision.decided-already"
        (told,) = heard
        assert isinstance(told, portal.RecipientRequestDecided) and told.participant is not None
        assert told.participant.reveal() == "0007:2120000142", "what was proposed is told, sealed as it was"
        refused = await dag.post(place, json={"decision": "take"})
        assert refused.json()["code"] == "recipient-decision.decided-already", "to take it on takes one"
