"""What may be asked of invoicing; never on the wire. Almost everything runs in the lane of one company."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Address, BankAccount, Country, InvoiceDraft, Language, Personal, ReferenceRule
from invoicing.events import Approval


class KeepDraft(Command, lane="company"):
    """Keep the draft as it now reads, however incomplete."""

    company: UUID
    invoice: UUID
    draft: InvoiceDraft
    revision: UUID | None = None


class SubmitInvoice(Command, lane="company"):
    """Send it, if nothing stands against that and it still reads as the sender saw it."""

    company: UUID
    invoice: UUID
    revision: UUID | None = None


class InvoiceOrder(Command, lane="company"):
    """The network's own invoice for an order of credits; `company` is the network's, and the order's id its name."""

    company: UUID
    order: UUID
    draft: InvoiceDraft


class ContinueInvoice(Command, lane="company"):
    """The day that stands on it has come: it goes on, if nothing stands against that now."""

    company: UUID
    invoice: UUID


class TakeBackInvoice(Command, lane="company"):
    """Its sender wants it back while it still waits: it is a draft again."""

    company: UUID
    invoice: UUID


class HoldInvoice(Command, lane="company"):
    """Let it wait until what it lacks is there."""

    company: UUID
    invoice: UUID
    reason: str


class RepeatRefusal(Command, lane="company"):
    """The wallet has not heard what became of it: if it was refused, that is told again."""

    company: UUID
    invoice: UUID


class IssueInvoice(Command, lane="company"):
    """Its credit is reserved: give it a number and make it final."""

    company: UUID
    invoice: UUID


class NoteHandOver(Command, lane="company"):
    """A channel took it over."""

    company: UUID
    invoice: UUID
    channel: Literal["email", "inbox"]
    receipt: str


class NoteDelivery(Command, lane="company"):
    """The receiver opened it."""

    company: UUID
    invoice: UUID


class NoteUndeliverable(Command, lane="company"):
    """It could not be delivered."""

    company: UUID
    invoice: UUID
    cause: str
    repair: str


class RegisterParty(Command, lane="company"):
    """A company came aboard."""

    company: UUID
    country: Country
    number: Personal[str]
    name: str
    legal_form: str
    vat_number: Personal[str] | None
    language: Language


class SignParty(Command, lane="company"):
    """Somebody signed for the company."""

    company: UUID


class DeclarePartyReady(Command, lane="company"):
    """The company has everything it needs to send invoices."""

    company: UUID


class MoveParty(Command, lane="company"):
    """An address of the company changed."""

    company: UUID
    kind: Literal["default", "invoice", "visit"]
    address: Address


class PermitParty(Command, lane="company"):
    """The company has another plan."""

    company: UUID
    permits: tuple[str, ...]


class NoteReception(Command, lane="company"):
    """The company receives invoices in another way."""

    company: UUID
    method: str


class ConfirmAccount(Command, lane="company"):
    """The company can be paid here."""

    company: UUID
    account: UUID
    details: BankAccount
    default: bool


class RemoveAccount(Command, lane="company"):
    """The company is paid there no more."""

    company: UUID
    account: UUID


class EstablishConnection(Command, lane="company"):
    """The company, as a supplier, may invoice this customer."""

    company: UUID
    customer: UUID
    customer_name: str
    customer_number: str
    approval: Approval = "not-needed"


class EndConnection(Command, lane="company"):
    """The company, as a supplier, may invoice this customer no more."""

    company: UUID
    customer: UUID


class ChangeApproval(Command, lane="company"):
    """The customer has decided whether the company, as a supplier, may invoice it."""

    company: UUID
    customer: UUID
    state: Approval
    reason: str


class ChangeBuyerRules(Command, lane="company"):
    """The company, as a buyer, asks this of references."""

    company: UUID
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]
