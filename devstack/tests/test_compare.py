"""What the owners told is folded into what should be shown, and compared with it."""

import json
from typing import Any, cast
from uuid import uuid4

from contracts.fact import FACTS
from devstack.catalogue import facts
from devstack.compare import Databases, Difference, beside, told_of
from devstack.truths import TRUTHS, Truth

INVOICE = str(uuid4())


class Outboxes:
    """The facts that each service has told, as (fact, body), in order."""

    def __init__(self, **told: list[tuple[str, dict[str, Any]]]) -> None:
        self.told = told

    async def fetch(self, service: str, sql: str, *arguments: Any) -> list[dict[str, Any]]:
        rows = self.told.get(service, [])
        return [{"fact": fact, "body": json.dumps(body)} for fact, body in rows if fact in arguments[0]]


def truth(name: str) -> Truth:
    return next(truth for truth in TRUTHS if truth.name == name)


async def holds(name: str, **told: list[tuple[str, dict[str, Any]]]) -> dict[tuple[str, ...], str]:
    return await told_of(truth(name), cast(Databases, Outboxes(**told)))


async def test_an_invoice_that_was_read_before_it_was_mailed_is_delivered() -> None:
    about = {"invoice": INVOICE}
    found = await holds(
        "invoices",
        portal=[("invoice_draft_saved", about)],
        invoicing=[(f"invoice_{word}", about) for word in ("drafted", "ready", "issued", "delivered", "handed_over")],
    )
    assert found == {(INVOICE,): "delivered"}


async def test_an_invoice_that_nobody_wrote_at_the_portal_is_not_shown_there() -> None:
    """The network's own invoices for orders are of this kind."""
    assert await holds("invoices", invoicing=[("invoice_issued", {"invoice": INVOICE, "number": "1"})]) == {}


async def test_what_was_taken_back_is_not_shown() -> None:
    pair = {"supplier": "a", "customer": "b", "company": "a"}
    told = [("connection_established", pair), ("connection_ended", pair)]
    assert await holds("connections", directory=told) == {}
    assert await holds("connections", directory=[*told, told[0]]) == {("a", "b"): "connected"}


async def test_credits_are_what_the_wallet_says_and_the_sums_of_its_movements() -> None:
    account = {"company": "a", "klip": "invoice", "account": None}
    told = [
        ("credits_granted", {**account, "available": 100}),
        ("credit_reserved", {**account, "available": 99}),
        ("credit_reserved", {**account, "available": 98}),
        ("credit_captured", {**account, "available": 98}),
        ("credit_released", {**account, "available": 99}),
    ]
    assert await holds("credits (available, reserved, used)", wallet=told) == {("a", "a", "invoice"): "99 0 1"}


def test_what_differs_is_named_on_either_side() -> None:
    told = {("1",): "handed-over", ("2",): "ready", ("3",): "issued"}
    shown = {("1",): "issued", ("2",): "submitted", ("4",): "draft"}
    assert beside(truth("invoices"), told, shown) == [
        Difference("invoices", "1", "handed-over", "issued"),
        Difference("invoices", "3", "issued", None),
        Difference("invoices", "4", None, "draft"),
    ]


def test_every_truth_speaks_of_facts_that_there_are() -> None:
    facts()
    known = {f"{fact.SERVICE}.{fact.NAME}": fact for fact in FACTS.values()}
    for truth in TRUTHS:
        for name in truth.says:
            assert name in known, f"{truth.name}: {name}"
            if name not in truth.key_of:
                assert set(truth.key) <= set(known[name].model_fields), f"{truth.name}: {name}"
