"""Who may act for a company, and in which role: its members, invited colleagues, and those who ask for access."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, assert_never, get_args
from uuid import UUID

from chassis import Aggregate, Refused, derived_id
from contracts.values import CompanyId, PersonId, Role
from onboarding.mail_address import is_mail_address
from onboarding.team.commands import (
    AcceptInvitation,
    AnswerAccess,
    InviteColleague,
    RemoveMember,
    RequestAccess,
    SetMemberRole,
    WithdrawInvitation,
)
from onboarding.team.events import (
    AccessRequestAnswered,
    AccessRequested,
    ColleagueInvitationWithdrawn,
    ColleagueInvited,
    MemberJoined,
    MemberLeft,
    MemberRoleChanged,
    TeamEvent,
    TeamFounded,
)

ROLES: Final[tuple[Role, ...]] = get_args(Role)
MEMBERS_MAX: Final = 500
WAITING_MAX: Final = 50
"""How many open invitations, and how many open requests for access, one company may have."""
NAME_MAX: Final = 200
MESSAGE_MAX: Final = 1000
"""How many characters a message may have."""


def team_id(company: CompanyId) -> UUID:
    """The id of the company's one team."""
    return derived_id(company, "team")


class Team(Aggregate[TeamEvent], stream="onboarding.team"):
    """The team of one company. Nobody gives or takes a role that is higher than their own; the last owner stays."""

    company: CompanyId
    company_name: str = ""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.roles: dict[PersonId, Role] = {}
        self.joined: dict[PersonId, MemberJoined] = {}
        self.invitations: dict[UUID, ColleagueInvited] = {}
        self.ended: dict[UUID, UUID | None] = {}
        self.requests: dict[UUID, AccessRequested] = {}
        self.answered: set[UUID] = set()
        self.owner_since: dict[PersonId, datetime] = {}

    # Decisions

    def found(self, company: CompanyId, company_name: str, founder: PersonId) -> None:
        if not self.exists:
            self.record(TeamFounded(company=company, company_name=company_name, founder=founder))

    def require_owner(self, person: PersonId) -> None:
        self._require(person, "owner")

    def require_settled_owner(self, person: PersonId, at: datetime, settled_after: timedelta) -> None:
        """Raises Refused for a new owner: a thief with a stolen password could have invited one to confirm changes."""
        self.require_owner(person)
        since = self.owner_since.get(person)
        if since is not None and at < since + settled_after:
            raise Refused("bank-account.new-owner", hours=int(settled_after.total_seconds() // 3600))

    def invite(self, command: InviteColleague, open_for: timedelta, invited_max: int | None = None) -> None:
        """Invites a colleague; an earlier invitation to the same address ends, so that the newest mail counts.

        `invited_max` is how many the company may make in all; None once somebody has signed for it.
        """
        if command.invitation in self.invitations or command.invitation in self.ended:
            return
        self._require(command.person, "admin")
        self._require_within(command.person, command.role)
        email = command.email.reveal().strip()
        if not is_mail_address(email):
            raise Refused("colleague.email-malformed")
        if any(_same(member.email.reveal(), email) for member in self.joined.values() if not member.email.is_redacted):
            raise Refused("colleague.member-already")
        if invited_max is not None and len(self.invitations) + len(self.ended) >= invited_max:
            raise Refused("colleague.sign-first", invited_max=invited_max)
        earlier = [key for key, kept in self.invitations.items() if _same(kept.email.reveal(), email)]
        if len(self.invitations) - len(earlier) >= WAITING_MAX:
            raise Refused("colleague.too-many-invited", invited_max=WAITING_MAX)
        for invitation in earlier:
            self.record(ColleagueInvitationWithdrawn(company=self.company, invitation=invitation))
        self.record(
            ColleagueInvited(
                company=self.company,
                invitation=command.invitation,
                invited_by=command.person,
                email=command.email,
                role=command.role,
                expires_at=command.at + open_for,
            )
        )

    def withdraw_invitation(self, command: WithdrawInvitation) -> None:
        self._require(command.person, "admin")
        self._open_invitation(command.invitation)
        self.record(ColleagueInvitationWithdrawn(company=self.company, invitation=command.invitation))

    def accept_invitation(self, command: AcceptInvitation) -> None:
        """Accepts an invitation. Raises Refused a second time, after its last day, or for another person."""
        if self.ended.get(command.invitation) == command.person:
            return
        invitation = self._open_invitation(command.invitation)
        if command.at > invitation.expires_at:
            raise Refused("colleague-invitation.expired")
        if not _same(invitation.email.reveal(), command.email.reveal()):
            raise Refused("colleague-invitation.other-address")
        self._require_room(command.person)
        self.record(
            MemberJoined(
                company=self.company,
                person=command.person,
                role=invitation.role,
                name=command.name,
                email=command.email,
                language=command.language,
                invitation=command.invitation,
                at=command.at,
            )
        )

    def set_role(self, command: SetMemberRole, *, guarded: bool) -> None:
        """Sets a role. Raises Refused for an owner's while a change of account is held (`guarded`)."""
        self._require(command.person, "admin")
        held = self._role_of(command.member)
        if guarded and held == "owner" and command.member != command.person:
            raise Refused("member.guards-account")
        self._require_within(command.person, max(held, command.role, key=ROLES.index))
        if command.role != "owner":
            self._require_other_owner(command.member)
        self.record(
            MemberRoleChanged(
                company=self.company,
                person=command.member,
                role=command.role,
                set_by=command.person,
                at=command.at,
            )
        )

    def remove(self, command: RemoveMember, *, guarded: bool) -> None:
        """Removes a member. The last owner cannot leave, and no owner is removed while a change of account is held."""
        held = self._role_of(command.member)
        if guarded and held == "owner" and command.member != command.person:
            raise Refused("member.guards-account")
        if command.member != command.person:
            self._require(command.person, "admin")
            self._require_within(command.person, held)
        self._require_other_owner(command.member)
        self.record(MemberLeft(company=self.company, person=command.member, removed_by=command.person))

    def request_access(self, command: RequestAccess) -> None:
        if command.request in self.requests or command.request in self.answered:
            return
        if command.person in self.roles:
            raise Refused("access-request.member-already")
        if any(waiting.person == command.person for waiting in self.requests.values()):
            raise Refused("access-request.open-already")
        if len(self.requests) >= WAITING_MAX:
            raise Refused("access-request.too-many")
        if len(command.message.reveal()) > MESSAGE_MAX or len(command.name.reveal()) > NAME_MAX:
            raise Refused("access-request.too-long", length_max=MESSAGE_MAX)
        self.record(
            AccessRequested(
                company=self.company,
                request=command.request,
                person=command.person,
                name=command.name,
                email=command.email,
                language=command.language,
                message=command.message,
            )
        )

    def answer_access(self, command: AnswerAccess) -> None:
        """Records an owner's answer: yes with a role, or no."""
        self.require_owner(command.person)
        if command.request in self.answered:
            raise Refused("access-request.answered-already")
        asked = self.requests.get(command.request)
        if asked is None:
            raise Refused("access-request.unknown")
        if command.accepted and asked.person not in self.roles:
            self._require_room(asked.person)
            self.record(
                MemberJoined(
                    company=self.company,
                    person=asked.person,
                    role=command.role,
                    name=asked.name,
                    email=asked.email,
                    language=asked.language,
                    request=asked.request,
                    at=command.at,
                )
            )
        self.record(
            AccessRequestAnswered(
                company=self.company,
                request=asked.request,
                person=asked.person,
                email=asked.email,
                language=asked.language,
                accepted=command.accepted,
                role=command.role if command.accepted else None,
                answered_by=command.person,
            )
        )

    # Rules that several decisions share

    def _role_of(self, member: PersonId) -> Role:
        if member not in self.roles:
            raise Refused("member.unknown")
        return self.roles[member]

    def _require(self, person: PersonId, role_min: Role) -> None:
        role = self.roles.get(person)
        if role is None or ROLES.index(role) < ROLES.index(role_min):
            raise Refused("member.role-insufficient", role=role or "none", role_min=role_min)

    def _require_within(self, person: PersonId, role: Role) -> None:
        if ROLES.index(role) > ROLES.index(self.roles[person]):
            raise Refused("member.above-oneself", role=self.roles[person], wanted=role)

    def _require_other_owner(self, leaving: PersonId) -> None:
        if [person for person, role in self.roles.items() if role == "owner"] == [leaving]:
            raise Refused("member.last-owner")

    def _require_room(self, person: PersonId) -> None:
        if person in self.roles:
            raise Refused("colleague.member-already")
        if len(self.roles) >= MEMBERS_MAX:
            raise Refused("member.too-many", members_max=MEMBERS_MAX)

    def _open_invitation(self, invitation: UUID) -> ColleagueInvited:
        if invitation in self.ended:
            raise Refused("colleague-invitation.ended")
        if invitation not in self.invitations:
            raise Refused("colleague-invitation.unknown")
        return self.invitations[invitation]

    # Evolution

    def evolve(self, event: TeamEvent) -> None:
        match event:
            case TeamFounded():
                self.company, self.company_name = event.company, event.company_name
                self.roles[event.founder] = "owner"
            case ColleagueInvited():
                self.invitations[event.invitation] = event
            case ColleagueInvitationWithdrawn():
                self._end(event.invitation, None)
            case MemberJoined():
                self.roles[event.person] = event.role
                self.joined[event.person] = event
                self._became(event.person, event.role, event.at)
                self._end(event.invitation, event.person)
            case MemberRoleChanged():
                was_owner = self.roles.get(event.person) == "owner"
                self.roles[event.person] = event.role
                if not was_owner:
                    self._became(event.person, event.role, event.at)
            case MemberLeft():
                self.roles.pop(event.person, None)
                self.joined.pop(event.person, None)
                self.owner_since.pop(event.person, None)
            case AccessRequested():
                self.requests[event.request] = event
            case AccessRequestAnswered():
                self.requests.pop(event.request, None)
                self.answered.add(event.request)
            case _:
                assert_never(event)

    def _became(self, person: PersonId, role: Role, at: datetime | None) -> None:
        if role == "owner" and at is not None:
            self.owner_since[person] = at

    def _end(self, invitation: UUID | None, person: PersonId | None) -> None:
        if invitation is not None:
            self.invitations.pop(invitation, None)
            self.ended[invitation] = person


def _same(one: str, other: str) -> bool:
    """Whether two mail addresses are the same."""
    return one.strip().casefold() == other.strip().casefold()
