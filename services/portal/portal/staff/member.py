"""One of the operator's staff, and the roles that they have. No I/O, no clock, no randomness."""

from typing import assert_never

from chassis import Aggregate, Refused
from portal.staff.commands import ADMIN, GiveRole, TakeRole
from portal.staff.events import MemberEvent, StaffRoleGiven, StaffRoleTaken


class Member(Aggregate[MemberEvent], stream="portal.staff_member", id_field="member"):
    roles: frozenset[str] = frozenset()

    # Decisions.

    def give(self, command: GiveRole) -> None:
        if command.role not in self.roles:
            self.record(StaffRoleGiven(person=command.person, role=command.role, given_by=command.by))

    def take(self, command: TakeRole) -> None:
        """Raises Refused: who takes away their own right to name admins might leave nobody who can."""
        if command.role == ADMIN and command.by == command.person:
            raise Refused("staff.own-admin")
        if command.role in self.roles:
            self.record(StaffRoleTaken(person=command.person, role=command.role, taken_by=command.by))

    # Evolution.

    def evolve(self, event: MemberEvent) -> None:
        match event:
            case StaffRoleGiven():
                self.roles |= {event.role}
            case StaffRoleTaken():
                self.roles -= {event.role}
            case _:
                assert_never(event)
