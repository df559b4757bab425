"""Companies of the simulated registers that no other test registers, and a person's phone."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx

from devstack.companies import PERSONAL_NUMBER
from simulators.bolagsverket.company import LIMITED
from simulators.bolagsverket.company import Company as SwedishCompany
from simulators.bolagsverket.register import Register
from simulators.invented import Invented
from simulators.virk.register import danish_companies

from .guest import Guest

SWEDEN: Iterator[SwedishCompany] = (one for one in reversed(Register().companies) if one.form == LIMITED)
DENMARK: Iterator[Invented] = (
    one for one in reversed(danish_companies().companies) if one.street and one.vat_registered and not one.bankrupt
)


async def sign_on_this_device(signer: Guest, name: str) -> None:
    """Does in the BankID app what the page's link opens it for."""
    link = await signer.page.locator("a[href*='autostarttoken=']").get_attribute("href")
    assert link is not None
    (token,) = parse_qs(urlsplit(link).query)["autostarttoken"]
    async with httpx.AsyncClient(base_url=signer.addresses.phone, timeout=10) as phone:
        for action in ("scan", "sign"):
            body = {"action": action, "personalNumber": PERSONAL_NUMBER, "name": name}
            assert (await phone.post(f"/phone/orders/{token}", json=body)).is_success
