"""Whole stores that were kept are rebuilt to the same rows and the same states by every later release."""

from pathlib import Path
from typing import Any

import pytest

from chassis.aggregate import STREAMS
from chassis.running.replay import from_events
from devstack.testing import DatabaseFactory
from devstack.whole import WHOLE, differing, found_in, kept_stores, lines_in, loaded, service_of, written
from invoicing.life import views

STORES = kept_stores()


def of(service: str) -> Path:
    return next(path for path in STORES if service_of(path).name == service)


def name_of(path: Path) -> str:
    return str(path.relative_to(WHOLE)).removesuffix(".jsonl.xz")


@pytest.mark.parametrize("path", STORES, ids=name_of)
async def test_a_store_that_was_kept_is_rebuilt_to_the_same_rows_and_states(
    path: Path, database: DatabaseFactory
) -> None:
    """A red line says what to do; a view, a kind or a version that is not written yet comes by `make digests`."""
    async with loaded(path, await database("wallet")) as running:  # stores of all services have one layout
        replayed = await from_events(running)
    assert replayed.notes == [] and replayed.events == sum("stream" in line for line in lines_in(path))
    found, known = found_in(replayed), written(path)
    assert list(differing(known, found)) == []
    assert [name for name in found if name not in known] == [], "run `make digests`"


async def changed_in(path: Path, database: DatabaseFactory) -> list[str]:
    async with loaded(path, await database("wallet")) as running:
        return list(differing(written(path), found_in(await from_events(running))))


async def test_rows_that_change_without_another_version_are_found(
    database: DatabaseFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the test above is worth: here chance decides a little of what a view shows."""
    monkeypatch.setattr(views, "MOVE", views.MOVE.replace("= $4", "= $4 + random() * interval '1 s'"))
    (line,) = await changed_in(of("invoicing"), database)
    assert line.startswith(f"view/invoice_list@{views.InvoiceList.version}: its rows come out otherwise")
    assert "raise its `version`" in line
    monkeypatch.setattr(views.InvoiceList, "version", 1_000)
    assert await changed_in(of("invoicing"), database) == []


async def test_states_that_change_without_another_version_are_found(
    database: DatabaseFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = STREAMS["wallet.order"]
    right = order.evolve

    def late(self: Any, event: Any) -> None:
        if type(event).__name__ != "OrderPaid":
            right(self, event)

    monkeypatch.setattr(order, "evolve", late)
    (line,) = await changed_in(of("wallet"), database)
    assert line.startswith("wallet.order@1: its states come out otherwise") and "`state=`" in line
    monkeypatch.setattr(order, "STATE", 1_000)
    assert await changed_in(of("wallet"), database) == []
