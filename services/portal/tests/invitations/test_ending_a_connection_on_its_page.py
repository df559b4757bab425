"""The button that ends a connection: for a customer and for a supplier, and pressed twice."""

from uuid import uuid4

import pytest
from pages_house import House

from contracts.directory import v1 as directory
from contracts.examples import example
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import CompanyId

ANNA = "anna@norrsken.example"


@pytest.mark.parametrize(("role", "side"), [("customer", "supplier"), ("supplier", "customer")])
async def test_a_connection_is_ended_on_the_page_of_the_other_and_a_double_click_ends_it_once(
    house: House, role: str, side: str
) -> None:
    company, other = await house.company(await house.person(ANNA)), CompanyId(uuid4())
    own = {"company": company, "side": side, side: company, role: other}
    await house.told(example(directory.ConnectionEstablished).model_copy(update=own))

    async def end(_fact: Fact) -> Fact:
        return example(directory.ConnectionEnded).model_copy(update=own)

    async with house.browser() as browser, house.answering(portal.ConnectionEnded, end) as heard:
        await browser.log_in(ANNA)
        page = await browser.open(f"/c/{company}/{role}s/{other}")
        action = f"/c/{company}/{role}s/{other}/end"
        for _ in range(2):
            landed = await browser.press(page, action, text="Avtalet är slut")
            assert landed.status == 200 and landed.path == f"/c/{company}/{role}s/{other}"
    (told,) = heard
    assert isinstance(told, portal.ConnectionEnded)
    assert (told.partner, told.side, told.reason) == (other, side, "Avtalet är slut")
