"""Every view shows the same, whatever the order in which facts are heard, and however often they are."""

import ast
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from invented import invented
from journeys import out_of_step, recorded, redelivered, rows_after, shuffled

from chassis import Happened
from chassis.follow.showing import cursor_of
from contracts.directory import v1 as directory
from contracts.examples import example as example_of
from contracts.fact import FACTS, Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from devstack.testing import DatabaseFactory
from portal.app import service
from portal.network.view import OUTCOMES
from portal.telling.answers import ANSWERING, ANSWERS, Answers
from portal.telling.shows import FactView

VIEWS = [view() for view in service.shows if issubclass(view, FactView)]
FEW = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
moves = st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 500), st.booleans()), min_size=1, max_size=60)
IN_ANY_ORDER: set[type[Fact]] = {
    wallet.CreditsGranted,
    wallet.CreditReserved,
    wallet.CreditCaptured,
    wallet.CreditReleased,
    wallet.CreditsTakenBack,
    wallet.CreditsGivenBack,
    wallet.CreditsAdjusted,
    onboarding.CompanyRegistered,
    directory.RecipientLookupAnswered,
    directory.CustomersEntered,
}
"""What views show as it comes, because the order does not matter there: sums, and the newest of each row."""
chances = st.integers(0, 2**32).map(Random)


Disturbed = Callable[[Sequence[Happened[Any]]], list[Happened[Any]]]
BEGAN = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Beside:
    """A view's own tables on a real PostgreSQL, and what they hold when everything is heard as it was told."""

    def __init__(self, view: FactView[Any], db: asyncpg.Connection) -> None:
        self.view = view
        self.db = db
        self.journeys = (recorded(), tuple(invented(told_to(view), BEGAN)))
        self._right: list[dict[str, Any]] = []

    async def is_right_after(self, disturbed: Disturbed) -> None:
        """Real journeys and invented ones: real facts say what happens, invented ones leave nothing out."""
        if not self._right:
            self._right = [await rows_after(self.view, told, self.db) for told in self.journeys]
            empty = [table for table in self._right[0] if not any(right[table] for right in self._right)]
            assert not empty, f"no journey shows {empty}"
        for told, right in zip(self.journeys, self._right, strict=True):
            heard = disturbed(told)
            heard = once(heard) if isinstance(self.view, Answers) else heard
            found = await rows_after(self.view, heard, self.db)
            for table, rows in right.items():
                assert found[table] == rows, table


def once(heard: Sequence[Happened[Any]]) -> list[Happened[Any]]:
    """The portal keeps a fact once, under its id."""
    return list({happened.id: happened for happened in heard}.values())


@pytest_asyncio.fixture
async def beside(request: pytest.FixtureRequest, database: DatabaseFactory) -> AsyncIterator[Beside]:
    db = await asyncpg.connect((await database.empty("portal")).owner)
    view = next(view for view in VIEWS if view.name == request.param)
    await db.execute(view.ddl)
    yield Beside(view, db)
    await db.close()


every_view = pytest.mark.parametrize("beside", [view.name for view in VIEWS], indirect=True)


@every_view
@FEW
@example([(160, 1, False)])  # an invitation and its connection were each in order, but not one to the other
@given(moves)
async def test_a_fact_that_is_delivered_late_or_again_changes_nothing(
    beside: Beside, moves: list[tuple[int, int, bool]]
) -> None:
    await beside.is_right_after(lambda told: redelivered(told, moves))


@every_view
@FEW
@given(moves, chances)
async def test_what_is_read_in_batches_shows_the_same_in_the_same_order(
    beside: Beside, moves: list[tuple[int, int, bool]], chance: Random
) -> None:
    """Rows of a batch are entered and written together. Some facts come again and late there too."""
    for told in beside.journeys:
        for heard in (told, redelivered(told, moves), shuffled(told, chance)):
            kept = once(heard) if isinstance(beside.view, Answers) else heard
            alone = await rows_after(beside.view, kept, beside.db, and_order=True)
            assert await rows_after(beside.view, kept, beside.db, in_batches=chance, and_order=True) == alone


@every_view
@FEW
@given(chances)
async def test_all_facts_in_any_order_show_the_same(beside: Beside, chance: Random) -> None:
    await beside.is_right_after(lambda told: shuffled(told, chance))


@pytest.mark.slow
@every_view
@MANY
@given(moves, chances)
async def test_many_orders_show_the_same(beside: Beside, moves: list[tuple[int, int, bool]], chance: Random) -> None:
    await beside.is_right_after(lambda told: redelivered(told, moves))
    await beside.is_right_after(lambda told: shuffled(told, chance))


@pytest.mark.parametrize("beside", ["invoices", "orders", "bank_payments"], indirect=True)
@FEW
@given(st.dictionaries(st.sampled_from(["wallet", "invoicing", "delivery"]), st.integers(-30, 30), min_size=1))
async def test_a_clock_that_is_wrong_changes_no_status(beside: Beside, clocks_s: dict[str, int]) -> None:
    """Between services the time of telling decides; but an answer is never earlier than what it answers."""
    right = await rows_after(beside.view, recorded(), beside.db)
    found = await rows_after(beside.view, out_of_step(recorded(), clocks_s), beside.db)
    for table in set(right) - {"timeline"}:
        assert timeless(found[table]) == timeless(right[table])


def timeless(rows: list[list[str]]) -> list[list[str]]:
    return sorted([cell for cell in row if not cell.partition("=")[0].endswith("_at")] for row in rows)


@every_view
async def test_a_field_that_facts_get_later_changes_no_row(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a view that is built anew after an upgrade differs from the one that served, and replay says so for nothing.

    Siblings found: answers and timeline, whole facts; fourteen columns with a part of a fact; the likeness of requests.
    """
    await beside.is_right_after(list)
    for name, fact in list(FACTS.items()):
        words = {"__module__": __name__, "__annotations__": {"later": str}, "later": "of today"}
        richer = type(fact.__name__, (fact,), words)
        monkeypatch.setitem(FACTS, name, richer)
        if fact in OUTCOMES:
            monkeypatch.setitem(OUTCOMES, richer, OUTCOMES[fact])
    await beside.is_right_after(list)


def test_what_answers_a_request_is_a_part_of_the_version() -> None:
    assert {name for fact in FACTS.values() if fact.SERVICE == "portal" for name in fact.answered_by} == set(
        Answers.hangs_on
    )
    other = type("Other", (Answers,), {"hangs_on": (*Answers.hangs_on, "wallet.order_forgotten")})
    assert cursor_of(other()) != cursor_of(Answers())


def test_every_fact_that_a_view_follows_has_its_place_and_every_case_is_followed() -> None:
    """A `case` for a fact that the view does not follow, or a fact that no matter puts in its place, is never right.

    Siblings looked for: InvoiceDraftRefused was named by Invoices and shut out before it came there.
    """
    for module in {type(view).__module__ for view in VIEWS} - {Answers.__module__}:
        views = [view for view in VIEWS if type(view).__module__ == module]
        followed = {fact for view in views for fact in view.facts}
        assert cases_in(module) <= followed, f"{module} has a case for what it does not follow"
        for fact in followed - IN_ANY_ORDER:
            placed = any(view.matters(example_of(fact)) for view in views if fact in view.facts)
            assert placed, f"{module}: nothing says the place of {fact.__name__}"


def test_the_portal_hears_what_its_views_follow_and_what_answers_people() -> None:
    followed = {fact for view in VIEWS for fact in view.facts}
    assert set(service.hears) == {fact for fact in followed if fact.SERVICE != "portal"}
    assert {f"{fact.SERVICE}.{fact.NAME}" for fact in service.hears} >= ANSWERING


def cases_in(module: str) -> set[type[Fact]]:
    """The facts that a view's module names in patterns."""
    home = sys.modules[module]
    tree = ast.parse(Path(str(home.__file__)).read_text())
    patterns = [ast.unparse(node.cls) for node in ast.walk(tree) if isinstance(node, ast.MatchClass)]
    named = [reduce(getattr, pattern.split("."), home) for pattern in patterns if "." in pattern]
    return {kind for kind in named if isinstance(kind, type) and issubclass(kind, Fact)}


def told_to(view: FactView[Any]) -> set[type[Fact]]:
    """What a view follows; of what people do, one act is enough for answers."""
    return {*ANSWERS, portal.InvoiceSubmitted} if isinstance(view, Answers) else set(view.facts)
