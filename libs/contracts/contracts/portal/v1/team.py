"""What people did about who may act for a company."""

from typing import ClassVar
from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, Country, Language, Personal, PersonId, Role


class AccessRequested(Fact):
    """Somebody wants to act for a company that has joined already (S4-16, D-01).

    `company` is an id made for the request: which company has the number, onboarding alone knows.
    """

    company: CompanyId
    person: PersonId
    request: UUID
    country: Country
    number: Personal[str]
    name: Personal[str]
    email: Personal[str]
    language: Language
    message: Personal[str]
    answered_by: ClassVar = ("onboarding.access_requested", "onboarding.access_request_refused")


class AccessAnswered(Fact):
    """An owner answers a request for access; `role` is given when it is accepted."""

    company: CompanyId
    person: PersonId
    request: UUID
    accepted: bool
    role: Role = "viewer"
    answered_by: ClassVar = ("onboarding.access_request_answered", "onboarding.membership_refused")


class ColleagueInvited(Fact):
    """A member invites a colleague by e-mail. The secret of the invitation stays in the portal (D-06)."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    email: Personal[str]
    role: Role
    answered_by: ClassVar = ("onboarding.colleague_invitation_issued", "onboarding.membership_refused")


class ColleagueInvitationWithdrawn(Fact):
    """A member takes an invitation back."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    answered_by: ClassVar = ("onboarding.colleague_invitation_withdrawn", "onboarding.membership_refused")


class ColleagueInvitationAccepted(Fact):
    """The invited person accepted, and proved by link or code to be the one."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    name: Personal[str]
    email: Personal[str]
    language: Language
    answered_by: ClassVar = ("onboarding.member_joined", "onboarding.membership_refused")


class MemberRoleSet(Fact):
    """A member wants another member to have a new role."""

    company: CompanyId
    person: PersonId
    member: PersonId
    role: Role
    answered_by: ClassVar = ("onboarding.member_role_changed", "onboarding.membership_refused")


class MemberRemoved(Fact):
    """A member wants another member to leave, or leaves of their own accord."""

    company: CompanyId
    person: PersonId
    member: PersonId
    answered_by: ClassVar = ("onboarding.member_left", "onboarding.membership_refused")


class MailChoiceMade(Fact):
    """A company turns some of its mails off, or on again: `off` are all kinds that its contact wants none of.

    A kind that notifications do not know, or that cannot be turned off, changes nothing.
    """

    company: CompanyId
    person: PersonId
    off: tuple[str, ...] = ()
    answered_by: ClassVar = ("notifications.mail_choice_kept",)
