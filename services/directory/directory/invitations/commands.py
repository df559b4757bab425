"""What may be asked about invitations; never on the wire."""

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, Language, Personal


class InviteCustomer(Command, lane="company"):
    """Invite a customer; `customer` is its company id, where the supplier knows that it is a member."""

    company: CompanyId
    invitation: UUID
    customer_number: str
    customer_name: str
    email: Personal[str]
    language: Language
    customer: CompanyId | None = None


class InviteSupplier(Command, lane="company"):
    company: CompanyId
    invitation: UUID
    supplier_number: str
    supplier_name: str
    email: Personal[str]
    given_name: Personal[str]
    family_name: Personal[str]
    language: Language
    supplier: CompanyId | None = None


class RequestConnection(Command, lane="company"):
    company: CompanyId
    invitation: UUID
    customer: CompanyId
    customer_number: str


class OpenInvitation(Command, lane="company"):
    """Look at an invitation before answering it."""

    company: CompanyId
    customer_number: str
    code: Personal[str]


class Enrol(Command, lane="company"):
    """Open an invitation and accept it at once."""

    company: CompanyId
    customer_number: str
    code: Personal[str]
    accepted: bool = True
    contract_sha256: str = ""


class AcceptInvitation(Command, lane="company"):
    """Accept an invitation that the company holds already."""

    company: CompanyId
    invitation: UUID
    customer_number: str = ""
    contract_sha256: str = ""


class DeclineInvitation(Command, lane="company"):
    company: CompanyId
    invitation: UUID
    reason: str


class WithdrawInvitation(Command, lane="company"):
    company: CompanyId
    invitation: UUID


class RemindInvitation(Command, lane="company"):
    """The inviter does not wait for the next reminder."""

    company: CompanyId
    invitation: UUID


class TendInvitation(Command, lane="company"):
    """Send reminder number `reminder`, or let an invitation that nobody answered expire."""

    company: CompanyId
    invitation: UUID
    reminder: int
