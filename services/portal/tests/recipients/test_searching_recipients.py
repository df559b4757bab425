"""Whoever sends finds its recipients: by name as people write it, by number, by what a slip of the hand made of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from chassis import Happened
from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.values import CustomerRecord, Personal, Reach, RecipientHit
from devstack.testing import DatabaseFactory
from portal.customers.search import own_customers
from portal.customers.view import CustomerRegisters
from portal.recipients.search import everybody
from portal.recipients.view import RecipientRequests, Recipients
from portal.search_words import Limits, folded

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
VIEWS = (Recipients(), RecipientRequests(), CustomerRegisters())
SOLE_TRADER = "8803200016"


class Index:
    """The portal's views on a real PostgreSQL, shown facts by hand."""

    def __init__(self, db: asyncpg.Connection) -> None:
        self.db = db
        self.told = 0

    async def show(self, *facts: Fact) -> None:
        for fact in facts:
            self.told += 1
            happened = cast(Happened[Any], SimpleNamespace(at=NOW, event=None, position=self.told))
            for view in VIEWS:
                await view.show(fact, happened, self.db)

    async def names(self, query: str, country: str = "") -> list[str]:
        return [hit["name"] for hit in await everybody(self.db, query, country, Limits())]


@pytest_asyncio.fixture
async def index(database: DatabaseFactory) -> AsyncIterator[Index]:
    db = await asyncpg.connect((await database.empty("portal")).owner)
    for view in VIEWS:
        await db.execute(view.ddl)
    yield Index(db)
    await db.close()


def member(name: str, number: str = "5567037485", country: str = "SE") -> onboarding.CompanyRegistered:
    return onboarding.CompanyRegistered.model_validate(
        {
            "company": uuid4(),
            "person": uuid4(),
            "country": country,
            "number": number,
            "name": name,
            "contact_name": "Anna",
            "contact_email": "anna@exempel.example",
            "language": "sv",
        }
    )


def known(name: str, number: str, **more: object) -> directory.RecipientRegistered:
    claim = {"company": uuid4(), "request": uuid4(), "recipient": uuid4(), "name": name, "country": "SE"}
    found = {"number": number, "operator": "Nordpost", "behind_other_operator": True}
    return directory.RecipientRegistered.model_validate(claim | found | more)


def outside(name: str, participant: str, reach: Reach = "reachable") -> directory.RecipientLookupAnswered:
    hit = RecipientHit(Personal(participant), name, "SE", reach, "Nordpost", True)
    return directory.RecipientLookupAnswered(company=uuid4(), lookup=uuid4(), reach=reach, hits=(hit,))


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Ångström & Søn, A/S", "angstrom son a s"),
        ("NÆSTVED", folded("Naestved")),
        ("Århus", folded("Aarhus")),
        ("Bjørn", folded("Björn")),
        ("Müller", "muller"),
        ("e\u0301cole", "ecole"),
        ("", ""),
    ],
)
def test_letters_are_folded_as_people_mean_them(written: str, same: str) -> None:
    assert folded(written) == same


@pytest.mark.req("S2-04")
@pytest.mark.parametrize(
    "query",
    [
        "Järnvägsbyggarna",
        "jarnvagsbyggarna i norr",
        "JÄRNVÄG",
        "byggarna",
        "norr järnvägsbyggarna",
        "järnväsbyggarna",  # one letter missing
        "järnvägsbbyggarna",  # one too many
        "järnvägsbyggarnu i norr",  # one wrong
        "järnvägsbygagrna",  # two swapped
        "Jærnvægsbyggarna",
    ],
)
async def test_a_name_is_found_as_people_write_it(index: Index, query: str) -> None:
    await index.show(member("Järnvägsbyggarna i Norr AB"), member("Helt annat namn HB", "5560125790"))
    assert await index.names(query) == ["Järnvägsbyggarna i Norr AB"]


@pytest.mark.parametrize(
    "query", ["556703-7485", "5567037485", "SE556703748501", "se 5567037485 01", "0007:5567037485"]
)
async def test_a_company_is_found_by_its_number_however_it_is_written(index: Index, query: str) -> None:
    recipient = known("Nordbanan AB", "5567037485", participant="0007:5567037485", gln="7350000000009")
    await index.show(recipient, member("Annat AB", "5560125790"))
    assert await index.names(query) == ["Nordbanan AB"]
    assert await index.names("7350000000009") == ["Nordbanan AB"]


@pytest.mark.parametrize(
    ("country", "number", "queries"),
    [
        ("DK", "24256790", ["24 25 67 90", "DK24256790"]),
        ("NO", "923609016", ["NO923609016MVA", "923 609 016"]),
        ("FI", "2077474-0", ["20774740", "FI20774740", "2077474-0"]),
    ],
)
async def test_numbers_of_every_country_are_understood(
    index: Index, country: str, number: str, queries: list[str]
) -> None:
    await index.show(member("Nabo", number, country))
    for query in queries:
        assert await index.names(query) == ["Nabo"], query


async def test_the_likest_comes_first_and_a_country_can_be_chosen(index: Index) -> None:
    await index.show(
        member("Norrsken Bygg AB", "5567037485"),
        member("Stora Norrsken Holding AB", "5560125790"),
        member("Norrsken Byggmaskiner AS", "923609016", "NO"),
    )
    assert (await index.names("norrsken bygg"))[:2] == ["Norrsken Bygg AB", "Norrsken Byggmaskiner AS"]
    assert await index.names("norrsken", "NO") == ["Norrsken Byggmaskiner AS"]


async def test_a_company_known_in_several_ways_is_shown_once_as_a_member(index: Index) -> None:
    await index.show(
        outside("Nordbanan", "0007:5567037485"), known("Nordbanan AB", "5567037485"), member("Nordbanan AB")
    )
    (hit,) = await everybody(index.db, "nordbanan", "", Limits())
    assert hit["source"] == "member"


async def test_who_was_found_outside_is_remembered_with_what_was_found(index: Index) -> None:
    await index.show(outside("Nordbanan", "0007:5567037485", "other-document-type"))
    (hit,) = await everybody(index.db, "nordbanan", "", Limits())
    assert (hit["source"], hit["reach"], hit["operator"], hit["checked_at"]) == (
        *("outside", "other-document-type", "Nordpost"),
        NOW,
    )
    await index.show(outside("Nordbanan", "0007:5567037485", "reachable"))
    (hit,) = await everybody(index.db, "nordbanan", "", Limits())
    assert hit["reach"] == "reachable"


async def test_a_stranger_finds_a_sole_trader_by_name_and_never_by_number(index: Index) -> None:
    await index.show(
        member("Erik Testbergs Snickeri", SOLE_TRADER),
        known("Eriks Bygg", SOLE_TRADER, number_is_personal=True, participant=f"0007:{SOLE_TRADER}"),
        outside("Erik", f"0007:{SOLE_TRADER}"),
    )
    for query in (SOLE_TRADER, "880320-0016", f"SE{SOLE_TRADER}01", f"0007:{SOLE_TRADER}"):
        assert await index.names(query) == []
    assert sorted(await index.names("erik")) == ["Erik Testbergs Snickeri", "Eriks Bygg"]
    rows = await index.db.fetch("SELECT recipients::text AS written FROM recipients")
    assert all("880320" not in row["written"] for row in rows)


async def test_a_supplier_finds_its_own_customers_by_every_number_and_nobody_elses(index: Index) -> None:
    mine, other = uuid4(), uuid4()
    customers = (
        CustomerRecord("K-100", "Erik Testbergs Snickeri", SOLE_TRADER, "SE", email="erik@exempel.example"),
        CustomerRecord("K-101", "Ångström & Søn AB", "5567037485", "SE", gln="7350000000009"),
    )
    await index.show(directory.CustomersEntered(company=mine, upload=uuid4(), customers=Personal(customers)))

    async def found(company: UUID, query: str) -> list[str]:
        return [row["customer_number"] for row in await own_customers(index.db, company, query, "", Limits())]

    assert await found(mine, "880320-0016") == ["K-100"]
    assert (
        await found(mine, "k-101") == await found(mine, "angstrom") == await found(mine, "7350000000009") == ["K-101"]
    )
    assert await found(other, "880320-0016") == await found(other, "angstrom") == []
    renamed = (CustomerRecord("k-101", "Øresund AB", "5567037485", "SE"),)
    await index.show(directory.CustomersEntered(company=mine, upload=uuid4(), customers=Personal(renamed)))
    assert await found(mine, "oresund") == ["k-101"] and await found(mine, "angstrom") == []


@pytest.mark.parametrize("query", ["%", "_", "'; DROP TABLE recipients; --", "\\", "[]", "🚂", "a", "x" * 5000, "  "])
async def test_odd_queries_find_nothing_and_harm_nothing(index: Index, query: str) -> None:
    await index.show(member("Nordbanan AB"))
    assert await index.names(query) == []
    assert await index.names("nordbanan") == ["Nordbanan AB"]
