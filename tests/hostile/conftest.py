"""One whole network for the hostile suite, and one person who may go through every door of it."""

from collections.abc import AsyncIterator

import pytest

from devstack.journey import Addresses, Visitor
from devstack.network import Network
from devstack.numbers import swedish_number

WITHOUT_LIMITS = {
    "STAFETT_PORTAL_SIGN_UP_PER_HOUR": "1000000",
    "STAFETT_PORTAL_RESETS_PER_HOUR": "1000000",
    "STAFETT_PORTAL_CAPTCHAS_PER_MINUTE": "1000000",
    "STAFETT_PORTAL_SEARCHES_PER_MINUTE": "1000000",
    "STAFETT_PORTAL_LOOKUPS_PER_MINUTE": "1000000",
    "STAFETT_PORTAL_UPLOADS_PER_MINUTE": "1000000",
    "STAFETT_PORTAL_SAMPLES_PER_HOUR": "1000000",
    "STAFETT_PORTAL_ACCESS_REQUESTS_PER_HOUR": "1000000",
    "STAFETT_PORTAL_ANSWER_TIMEOUT_S": "0.05",
    "STAFETT_PORTAL_STAFF_SECOND_FACTOR": "false",
}
"""So that neither a limit nor a door answers before what is to be tested; and nobody waits here for an answer."""


@pytest.fixture(scope="session")
async def network() -> AsyncIterator[Network]:
    network = Network.temporary(settings=WITHOUT_LIMITS)
    await network.up()
    try:
        yield network
    finally:
        await network.down()


@pytest.fixture(scope="session")
async def insider(network: Network) -> AsyncIterator[Visitor]:
    """One of the operator's staff who owns a company too: no door is closed before its body is looked at."""
    addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
    async with Visitor(addresses, "desk@stafett.example", "Dag", "Ek") as person:
        await person.sign_up()
        number = swedish_number(1)
        await person.register(
            {"country": "SE", "number": number, "name": "Norrsken AB", "legal_form": "AB"}, f"SE{number}01"
        )
        yield person
