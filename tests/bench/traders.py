"""Companies that benches send with: aboard, signed where they send, and ready."""

from contextlib import AsyncExitStack

from devstack.companies import PERSONAL_NUMBER, make_ready
from devstack.journey import Addresses, Visitor
from devstack.network import Network
from devstack.numbers import swedish_number

FIRST = 8_000
"""Numbers of companies that no register of the simulators holds."""


async def trader(network: Network, stack: AsyncExitStack, name: str, place: int, *, sends: bool) -> Visitor:
    """A person whose company has an address and an account; one that sends has signed too. `place` is its own."""
    addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
    person = await stack.enter_async_context(Visitor(addresses, f"{name}@exempel.example", name.title(), "Ek"))
    await person.sign_up()
    number = swedish_number(FIRST + place)
    hit = {"country": "SE", "number": number, "name": f"{name.title()} AB", "legal_form": "AB"}
    await person.register(hit, f"SE{number}01")
    await person.accept_terms()
    await make_ready(person, f"{name.title()} AB")
    if sends:
        await person.sign(PERSONAL_NUMBER, "Anna Öst")
    return person
