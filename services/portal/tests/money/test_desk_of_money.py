"""The operator's desk shows all money of orders that waits, in whatever order facts come, and what can be done."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from api_visitor import logged_in
from pages_house import House

from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Money, OrderLine
from contracts.wallet import v1 as wallet

CLERK = "desk@stafett.example"
SUMS = {"net": Money(Decimal("200.00")), "vat": Money(Decimal("50.00")), "total": Money(Decimal("250.00"))}


async def ordered(house: House) -> tuple[UUID, UUID]:
    """A company's order; the clerk is staff."""
    await house.person(CLERK)
    house.edge.settings = house.edge.settings.model_copy(update={"staff": CLERK})
    company, order = uuid4(), uuid4()
    await house.told(wallet.OrderAccepted(company=company, order=order, klip="invoice", quantity=100, **SUMS))
    return company, order


def matters(company: UUID, order: UUID) -> dict[str, list[Fact]]:
    """By kind: what makes the line, and what ends it."""
    of: dict[str, Any] = {"company": company, "order": order}
    amount, nothing = Money(Decimal("250.00")), Money(Decimal("0.00"))
    refund = {**of, "refund": UUID(int=order.int ^ 7), "account": company, "amount": amount}
    code = "payment.already-paid"
    details = {"amount": "250.00 SEK", "due": "250.00 SEK"}
    return {
        "set-aside": [
            wallet.PaymentRefused(**of, code=code, details=details, payment="p/2 a", set_aside=amount, to_card=True),
            wallet.SetAsideSettled(**of, payment="p/2 a", amount=amount, left=nothing, how="returned"),
        ],
        "refund-by-hand": [
            wallet.RefundAgreed(
                **refund, taken=(OrderLine("invoice", 100),), net=SUMS["net"], vat=SUMS["vat"], by_hand=True
            ),
            wallet.RefundPaid(**refund, by_hand=True),
        ],
        "owed": [
            wallet.PaymentChargedBack(**of, account=company, taken=(), amount=amount, owed=amount, chargeback="c-1"),
            wallet.DebtChanged(**of, how="paid", amount=amount, owed_in_all=nothing),
        ],
        "chargeback-in-doubt": [
            wallet.ChargebackSetAside(
                **of,
                payment="p-1",
                chargeback="c/2 a",
                amount=amount,
                left=nothing,
                reason="chargeback.exceeds-payment",
            ),
            wallet.ChargebackCleared(**of, chargeback="c/2 a"),
        ],
        "checkout-unanswered": [
            wallet.CheckoutUnanswered(**of, question=4, cause="503"),
            wallet.OrderPaid(**of, klip="invoice", quantity=100, **SUMS, payment="p-1"),
        ],
    }


KINDS = ["set-aside", "refund-by-hand", "owed", "chargeback-in-doubt", "checkout-unanswered"]


@pytest.mark.parametrize("kind", KINDS)
async def test_what_waits_is_on_the_desk_until_it_is_settled_in_whatever_order_that_is_heard(
    house: House, kind: str
) -> None:
    company, order = await ordered(house)
    begins, ends = matters(company, order)[kind]
    await house.told(wallet.PaymentRequested(company=company, order=order, url="https://card.test"))
    async with logged_in(house, CLERK) as clerk:
        await house.told(begins)
        (line,) = (await clerk.get("/desk/money")).json()
        assert (line["kind"], line["order_id"], bool(line["acts"])) == (kind, str(order), True)
        names = {"set-aside": "p/2 a", "chargeback-in-doubt": "c/2 a", "refund-by-hand": str(UUID(int=order.int ^ 7))}
        assert line["matter"] == names.get(kind, str(order))
        await house.told(ends)
        assert (await clerk.get("/desk/money", params={"kind": kind})).json() == []
        company, order = uuid4(), uuid4()
        begins, ends = matters(company, order)[kind]
        await house.told(ends)
        await house.told(begins)
        assert (await clerk.get("/desk/money")).json() == []


ANSWERS: dict[str, tuple[type[Fact], dict[str, Any]]] = {
    "assign": (portal.PaymentAssigned, {"payment": "p/2 a", "order": str(UUID(int=9))}),
    "return": (portal.PaymentReturned, {"payment": "p/2 a", "reason": "Dubbelt"}),
    "paid": (portal.RefundPaidByHand, {"note": "I dag"}),
    "debt": (portal.DebtSettled, {"how": "written-off", "note": "Konkurs"}),
    "clear": (portal.ChargebackCleared, {"chargeback": "c/2 a", "note": "Fel"}),
    "ask": (portal.CheckoutQuestionRequested, {}),
}


async def act(clerk: httpx.AsyncClient, place: str, body: dict[str, Any]) -> httpx.Response:
    return await clerk.post(place, json=body or None)


async def test_every_act_that_a_line_names_is_a_route_that_tells_what_staff_decided(house: House) -> None:
    company, order = await ordered(house)
    waits = uuid4()
    await house.told(wallet.OrderAccepted(company=company, order=waits, klip="invoice", quantity=100, **SUMS))
    await house.told(wallet.PaymentRequested(company=company, order=waits, url="https://card.test"))
    for kind in KINDS:
        await house.told(matters(company, waits if kind == "checkout-unanswered" else order)[kind][0])
    async with logged_in(house, CLERK) as clerk:
        lines = (await clerk.get("/desk/money")).json()
        acts = [place for line in lines for place in line["acts"]]
        assert sorted(place.rsplit("/", 1)[-1] for place in acts) == sorted(ANSWERS)
        for place in acts:
            fact, body = ANSWERS[place.rsplit("/", 1)[-1]]

            async def no(told: Any) -> Fact:
                of = {"company": told.company, "order": told.order, "code": "debt.none"}
                if isinstance(told, portal.PaymentReturned | portal.RefundPaidByHand):
                    return wallet.RefundRefused(**of, refund=told.refund)
                return wallet.MoneyDecisionRefused(**of)

            async with house.answering(fact, no) as heard:
                refused = await act(clerk, place, body)
            assert refused.json()["code"] == "debt.none", place
            (told,) = heard
            assert type(told) is fact and told.order in (order, waits)  # type: ignore[attr-defined]


async def test_the_desk_of_money_is_not_there_for_customers(house: House) -> None:
    company, order = await ordered(house)
    await house.person("anna@norrsken.example")
    matter = {
        "assign": "payments/p/",
        "return": "payments/p/",
        "paid": f"refunds/{uuid4()}/",
        "clear": "chargebacks/c/",
    }
    async with logged_in(house, "anna@norrsken.example") as anna:
        assert (await anna.get("/desk/money")).status_code == 404
        for act_, (_, body) in ANSWERS.items():
            place = f"/desk/companies/{company}/orders/{order}/{matter.get(act_, '')}{act_}"
            assert (await anna.post(place, json=body or None)).status_code == 404


async def test_money_that_was_set_aside_before_it_was_told_with_its_payment_is_shown_too(house: House) -> None:
    company, order = await ordered(house)
    details = {"amount": "250.00 SEK", "due": "250.00 SEK"}
    code = "payment.order-cancelled"
    await house.told(wallet.PaymentRefused(company=company, order=order, code=code, details=details))
    async with logged_in(house, CLERK) as clerk:
        (line,) = (await clerk.get("/desk/money")).json()
        assert (line["kind"], line["amount"], line["acts"]) == (
            "set-aside",
            {"amount": "250.00", "currency": "SEK"},
            [],
        )
