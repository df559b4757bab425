"""Signing: how a company is signed for, and answers to common questions on it."""

from collections.abc import Mapping
from typing import Any

from chassis import Db
from portal.edge.menu import Place, Step
from portal.edge.part import Part
from portal.signing import api, pages
from portal.signing.view import Signings


async def signature_left(_: Db, company: Mapping[str, Any]) -> bool:
    return company["signed_at"] is None


signing = Part(
    shows=[Signings],
    api=[api.router],
    pages=[pages.router],
    places=[Place("company", "sign", "/sign"), Place("help", "help_signing", "/help/signing", for_all=True)],
    steps=[Step("signature", "/sign", signature_left)],
)
