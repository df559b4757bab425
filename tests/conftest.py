"""One whole network for all journeys of a session, over the API and in a browser, and people who come aboard on it."""

import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from devstack.companies import PERSONAL_NUMBER, NewCompany, NewVisitor, Trade, connect, make_ready
from devstack.errands import at_the_desk
from devstack.journey import Addresses, Visitor
from devstack.network import Network
from devstack.numbers import swedish_number

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
async def network() -> AsyncIterator[Network]:
    network = Network.temporary()
    await network.up()
    try:
        yield network
    finally:
        await network.down()


@pytest.fixture
async def visitor(network: Network) -> AsyncIterator[NewVisitor]:
    """`await visitor("anna")`: a person with an account, logged in, of no company yet."""
    async with AsyncExitStack() as stack:

        async def new(name: str, language: str = "sv") -> Visitor:
            addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
            email = f"{name}.{next(_numbers)}@exempel.example"
            person = await stack.enter_async_context(Visitor(addresses, email, name.title(), "Öst", language))
            await person.sign_up()
            return person

        yield new


@pytest.fixture
async def desk(network: Network) -> AsyncIterator[Visitor]:
    """One of the operator's staff, logged in."""
    addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
    async with Visitor(addresses, "desk@stafett.example", "Dag", "Ek") as person:
        yield await at_the_desk(person, network.folder)


@pytest.fixture
async def company(visitor: NewVisitor) -> NewCompany:
    """`await company("anna", "Norrsken AB")`: a person whose company is registered; terms accepted, not signed."""

    async def new(name: str, company_name: str, *, signed: bool = False, ready: bool = False) -> Visitor:
        person = await visitor(name)
        number = swedish_number(next(_numbers))
        hit = {"country": "SE", "number": number, "name": company_name, "legal_form": "AB"}
        await person.register(hit, f"SE{number}01")
        await person.accept_terms()
        if signed:
            await person.sign(PERSONAL_NUMBER, "Anna Öst")
        if ready:
            await make_ready(person, company_name)
        return person

    return new


@pytest.fixture
async def trade(company: NewCompany) -> Trade:
    """`supplier, customer = await trade(credits=100)`: two companies that can send and receive."""

    async def new(credits: int = 0, signed: bool = True) -> tuple[Visitor, Visitor]:  # noqa: A002 - the word
        supplier = await company("anna", "Norrsken Bygg AB", signed=signed, ready=True)
        customer = await company("karin", "Infrabana AB")
        await make_ready(customer, "Infrabana AB")
        await connect(supplier, customer)
        if credits:
            await supplier.buy_credits(credits)
        return supplier, customer

    return new
