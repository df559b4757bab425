"""What may be asked of the companies behind invoices; never on the wire. Each has its own lane."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Address, BankAccount, Country, Language, Personal, ReferenceRule
from invoicing.parties.events import Approval


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
