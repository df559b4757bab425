"""One poisoned event stops one view of the portal: the others go on, requests are answered, and the desk names it.

Siblings: every other view and every other service, in tests/hostile/test_poisoned_events.py.
"""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from api_visitor import logged_in
from pages_house import PATIENCE_S, House

from chassis.store.set_aside import Aside
from chassis.testing import unguarded
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import InvoiceDraft, Personal
from contracts.wallet import v1 as wallet
from portal.telling.commands import Tell

ANNA, STAFF = "anna@norrsken.example", "desk@stafett.example"
HERE = "the name of somebody"


async def poisoned(house: House) -> tuple[UUID, Aside]:
    """A company with a draft that has a NUL in its note, stored past the edge; and what is then set aside."""
    person = await house.person(ANNA)
    company = await house.company(person)
    draft = portal.InvoiceDraftSaved(
        company=company, person=person, invoice=uuid4(), draft=InvoiceDraft(receiver=uuid4(), note=HERE)
    )
    body = draft.model_dump_json().replace(HERE, "A\\u0000B")
    request = uuid4()
    tell = Tell(at=datetime.now(UTC), request=request, fact=draft.type(), body=Personal(body), person=None, digest="")
    with unguarded():
        await house.running.perform(tell, actor=str(person), correlation=request)

    async def look() -> list[Aside] | None:
        return await house.running.what_is_set_aside() or None

    (one,) = await house.running.until(look, PATIENCE_S) or ()
    return company, one


async def refused(fact: portal.CartLineSet) -> Fact:
    return wallet.CartRefused(company=fact.company, code="order.too-small", details={"quantity": "1"})


async def test_the_desk_names_it_and_everybody_else_is_served(house: House) -> None:
    company, one = await poisoned(house)
    assert one.follower.startswith("view:invoices@") and one.stops
    await house.person(STAFF)
    house.edge.settings = house.edge.settings.model_copy(update={"staff": STAFF})
    async with logged_in(house, STAFF) as staff, logged_in(house, ANNA) as anna:
        (shown,) = (await staff.get("/desk/set-aside")).json()
        assert (shown["follower"], shown["position"], shown["stops"]) == (one.follower, one.position, True)
        assert (await anna.get("/desk/set-aside")).status_code == 404
        async with house.answering(portal.CartLineSet, refused):
            answer = await anna.put(f"/companies/{company}/cart", json={"item": "invoice", "quantity": 1})
        assert (answer.status_code, answer.json()["code"]) == (422, "order.too-small")
        async with house.browser() as browser:
            assert (await browser.log_in(ANNA)).status == 200
