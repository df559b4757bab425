"""Routes: each kind of document goes the way that its receiver chose, when it is one that the network has."""

from datetime import timedelta

import pytest
from delivery_stories import EMAIL, depot_with, receiver_of


@pytest.mark.req("S0-23")
async def test_a_kind_that_was_never_chosen_goes_as_invoices_do() -> None:
    depot = await depot_with("email")
    await depot.choose_for("account-statement", "inbox")
    receiver = await receiver_of(depot)
    assert receiver.way("account-statement").channel == "inbox"
    assert receiver.way("reminder").destination == receiver.way("invoice").destination == "mail:infranord.example"


async def test_one_choice_that_is_told_in_two_versions_is_one() -> None:
    depot = await depot_with("inbox")
    at = depot.delivery.now + timedelta(minutes=1)
    stored = len(depot.delivery.store.rows)
    await depot.choose_for("invoice", "email", EMAIL, at=at)
    await depot.choose("email", at=at)
    assert len(depot.delivery.store.rows) == stored + 1
    assert (await receiver_of(depot)).channel == "email"


async def test_a_way_that_we_do_not_have_changes_nothing() -> None:
    depot = await depot_with("email")
    await depot.choose_for("invoice", "peppol", at=depot.delivery.now + timedelta(minutes=1))
    assert (await receiver_of(depot)).channel == "email"
    assert await depot.delivery.hear(depot.sample_ordered("peppol")) == []
