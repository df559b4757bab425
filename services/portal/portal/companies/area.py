"""Companies: registering one, its details, addresses, bank accounts and terms, and acting for one."""

from collections.abc import Mapping
from typing import Any

from chassis import Db
from portal.companies import aboard, api, bank_accounts, details, pages, terms
from portal.companies.view import Companies
from portal.edge.menu import Place, Step
from portal.edge.part import Part


async def terms_left(_: Db, company: Mapping[str, Any]) -> bool:
    return "terms" in api.completeness(company)["missing"]


async def address_left(_: Db, company: Mapping[str, Any]) -> bool:
    return "address" in company["missing"]


async def account_left(_: Db, company: Mapping[str, Any]) -> bool:
    return "bank-account" in company["missing"]


companies = Part(
    shows=[Companies],
    api=[api.router, bank_accounts.router, terms.router],
    pages=[pages.router, aboard.router, details.router, details.open_to_all],
    places=[
        Place("company", "company", "/company"),
        Place("company", "address", "/address"),
        Place("company", "bank_accounts", "/bank-accounts"),
        Place("company", "terms", "/terms"),
    ],
    steps=[
        Step("terms", "/terms", terms_left),
        Step("address", "/address", address_left),
        Step("bank-account", "/bank-accounts", account_left),
    ],
)
