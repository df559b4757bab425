"""Adds the company's name to what is told of invitations and requests for access."""

from contracts.onboarding import v1 as told
from onboarding.team.events import (
    AccessRequestAnswered,
    AccessRequested,
    ColleagueInvited,
)
from onboarding.team.team import Team


def tell_colleague_invitation_issued(event: ColleagueInvited, team: Team) -> told.ColleagueInvitationIssued:
    return told.ColleagueInvitationIssued(
        company=event.company,
        invitation=event.invitation,
        person=event.invited_by,
        company_name=team.company_name,
        email=event.email,
        role=event.role,
        expires_at=event.expires_at,
    )


def tell_access_requested(event: AccessRequested, team: Team) -> told.AccessRequested:
    return told.AccessRequested(
        company=event.company,
        request=event.request,
        person=event.person,
        company_name=team.company_name,
        name=event.name,
        email=event.email,
        language=event.language,
        message=event.message,
    )


def tell_access_request_answered(event: AccessRequestAnswered, team: Team) -> told.AccessRequestAnswered:
    return told.AccessRequestAnswered(
        company=event.company,
        request=event.request,
        person=event.person,
        company_name=team.company_name,
        accepted=event.accepted,
        role=event.role,
        email=event.email,
        language=event.language,
    )
