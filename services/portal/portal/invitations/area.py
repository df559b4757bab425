"""Invitations and enrolments: two companies on their way to trading with each other."""

from collections.abc import Mapping
from typing import Any

from chassis import Db
from portal.edge.menu import Place, Step
from portal.edge.part import Part
from portal.invitations import api, pages, trading


async def connection_left(_: Db, company: Mapping[str, Any]) -> bool:
    return "connection" in company["missing"]


invitations = Part(
    api=[api.router, api.welcomes],
    pages=[pages.router, trading.router],
    places=[
        Place("customers", "customers", "/customers"),
        Place("customers", "invitations", "/invitations"),
        Place("suppliers", "suppliers", "/suppliers"),
    ],
    steps=[Step("connection", "/invitations", connection_left)],
)
