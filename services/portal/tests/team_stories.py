"""What stories about the people of a company share: Anna invites Bo, and what onboarding answers."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from api_visitor import logged_in
from pages_house import House

from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal

ANNA, BO = "anna@norrsken.example", "bo@norrsken.example"


async def issued(fact: portal.ColleagueInvited) -> Fact:
    """What onboarding answers to an invitation."""
    return onboarding.ColleagueInvitationIssued(
        company=fact.company,
        invitation=fact.invitation,
        person=fact.person,
        company_name="Norrsken Bygg AB",
        email=fact.email,
        role=fact.role,
        expires_at=datetime.now(UTC) + timedelta(days=7),
    )


async def joined(fact: portal.ColleagueInvitationAccepted) -> Fact:
    return onboarding.MemberJoined(
        company=fact.company,
        person=fact.person,
        role="invoicer",
        name=fact.name,
        email=fact.email,
        language=fact.language,
    )


async def invited(house: House, company: UUID, **changed: Any) -> None:
    """Anna invites Bo."""
    async with logged_in(house, ANNA) as anna, house.answering(portal.ColleagueInvited, issued):
        body = {"email": BO, "given_name": "Bo", "family_name": "Ek", "language": "da", **changed}
        answer = await anna.post(f"/companies/{company}/colleagues", json=body)
        assert answer.status_code == 201, answer.text
        assert "code" not in answer.text and "token" not in answer.text
