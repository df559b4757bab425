"""The number of invitations of a company that is unsigned or new: only a few until somebody signs for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chassis import Aggregate, Refused, derived_id
from contracts.values import CompanyId
from directory.invitations.events import InvitationCounted
from directory.invitations.limits import InvitationPolicy
from directory.members.member import Member

DAY: Final = timedelta(days=1)


class Inviting(Aggregate[InvitationCounted], stream="directory.inviting"):
    """Counts invitations, since each mails a stranger in the network's name. Signed and older members have no limit."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.made_at: list[datetime] = []

    @staticmethod
    def id_of(company: CompanyId) -> UUID:
        return derived_id(company, "inviting")

    def count(self, member: Member, at: datetime, policy: InvitationPolicy) -> None:
        """Raises Refused when the company has made as many as it may."""
        if member.is_unknown:
            if len(self.made_at) >= policy.unsigned_max:
                raise Refused("invitation.sign-first", invited_max=policy.unsigned_max)
        elif member.joined_at is None or at >= member.joined_at + policy.new_for:
            return
        elif sum(made > at - DAY for made in self.made_at) >= policy.new_per_day:
            raise Refused("invitation.too-many-today", invited_max=policy.new_per_day, days=policy.new_for.days)
        self.record(InvitationCounted(company=member.id, at=at))

    def evolve(self, event: InvitationCounted) -> None:
        self.made_at.append(event.at)
