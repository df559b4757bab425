"""What may be asked about the operator's staff: roles, proposals and their decisions, notes of what was done."""

from typing import Final, Literal, get_args
from uuid import UUID

from chassis import Command, derived_id
from contracts.values import CompanyId, Personal, PersonId

Role = Literal["support", "finance", "operations", "admin"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""Support: requests, cases, companies. Finance: money. Operations: what runs. Admin: staff and log, and all of it."""
ADMIN: Final = "admin"


def member_of(person: PersonId) -> UUID:
    """The id of a person as one of the staff."""
    return derived_id(person, "staff")


class GiveRole(Command, lane="member"):
    """`by` is None where somebody types it on the portal's own machine."""

    member: UUID
    person: PersonId
    role: Role
    by: PersonId | None = None


class TakeRole(Command, lane="member"):
    member: UUID
    person: PersonId
    role: Role
    by: PersonId | None = None


class Propose(Command, lane="proposal"):
    """A fact is told once another of the staff approves it; `person` is who proposes."""

    proposal: UUID
    person: PersonId
    company: CompanyId
    fact: str
    body: Personal[str]
    digest: str
    is_personal: bool = False


class DecideProposal(Command, lane="proposal"):
    """`request` is the one by which the fact is told, should it be approved."""

    proposal: UUID
    person: PersonId
    approved: bool
    request: UUID


class NoteAct(Command, lane="note"):
    note: UUID
    person: PersonId
    act: str
    about: str = ""
