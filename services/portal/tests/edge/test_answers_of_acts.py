"""The answer of an act is a told fact, and what is told is never answered as broken.

Looked for beside it: an answer that a route wrote by hand (one was found, of an order that had ended), an answer that
lacks a field, and the pages, which call the same routes and read no more of an answer than they need.
"""

import inspect
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from api_visitor import logged_in
from fastapi.routing import iter_route_contexts
from pages_house import House

from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as wallet
from portal.app import AREAS
from portal.edge.asking import answered
from portal.edge.operations import Operation
from portal.orders import api
from portal.site import routed

ANNA = "anna@norrsken.example"
NOTHING = Money(Decimal("0.00"))


async def emptied(fact: portal.CartLineSet) -> Fact:
    return wallet.CartPriced(
        company=fact.company, lines=(), net=NOTHING, vat=NOTHING, total=NOTHING, vat_rate=Decimal(25), terms_version="1"
    )


def test_no_route_writes_the_answer_of_an_act_by_hand() -> None:
    routes = [context.original_route for context in iter_route_contexts(routed(AREAS).routes)]
    modules = {inspect.getmodule(route.endpoint) for route in routes if isinstance(route, Operation)}
    assert len(modules) > 20
    written = [module.__name__ for module in modules if module and '"answer":' in inspect.getsource(module)]
    assert not written, "an answer is made of the fact itself, by `answered`"


async def test_an_act_whose_answer_is_not_as_declared_is_answered_at_poll(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = await house.company(await house.person(ANNA))

    def without_lines(answer: Fact | None, request: UUID, *more: Any) -> Any:
        whole = answered(answer, request, *more)
        assert isinstance(whole, dict)
        return {name: value for name, value in whole.items() if name != "lines"}

    monkeypatch.setattr(api, "answered", without_lines)
    async with logged_in(house, ANNA) as anna, house.answering(portal.CartLineSet, emptied):
        answer = await anna.put(f"/companies/{company}/cart", json={"item": "invoice", "quantity": 100})
        assert (answer.status_code, answer.json()["status"]) == (202, "pending")
        told = await anna.get(answer.json()["poll"].removeprefix("/api/v1"))
        assert (told.status_code, told.json()["answer"], told.json()["lines"]) == (200, "cart_priced", [])
