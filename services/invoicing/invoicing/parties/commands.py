"""What may be asked of the companies behind invoices; never on the wire. Each has its own lane."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Address, BankAccount, Country, Language, Personal, ReferenceRule
from invoicing.parties.events import Approval


class RegisterParty(Command, lane="company"):
    """Register a company that joined the network."""

    company: UUID
    country: Country
    number: Personal[str]
    name: str
    legal_form: str
    vat_number: Personal[str] | None
    language: Language


class SignParty(Command, lane="company"):
    """Note that somebody signed for the company."""

    company: UUID


class DeclarePartyReady(Command, lane="company"):
    """Note that the company has everything it needs to send invoices."""

    company: UUID


class MoveParty(Command, lane="company"):
    """Note that an address of the company changed."""

    company: UUID
    kind: Literal["default", "invoice", "visit"]
    address: Address


class PermitParty(Command, lane="company"):
    """Note what the company's new plan permits."""

    company: UUID
    permits: tuple[str, ...]


class NoteReception(Command, lane="company"):
    """Note that the company receives invoices in another way."""

    company: UUID
    method: str


class ConfirmAccount(Command, lane="company"):
    """Note a bank account that the company can be paid to."""

    company: UUID
    account: UUID
    details: BankAccount
    default: bool


class RemoveAccount(Command, lane="company"):
    """Note that the company no longer uses a bank account."""

    company: UUID
    account: UUID


class EstablishConnection(Command, lane="company"):
    """Note that the company, as a supplier, may invoice this customer."""

    company: UUID
    customer: UUID
    customer_name: str
    customer_number: str
    approval: Approval = "not-needed"


class EndConnection(Command, lane="company"):
    """Note that the company, as a supplier, may no longer invoice this customer."""

    company: UUID
    customer: UUID


class ChangeApproval(Command, lane="company"):
    """Note the customer's decision whether the company, as a supplier, may invoice it."""

    company: UUID
    customer: UUID
    state: Approval
    reason: str


class ChangeBuyerRules(Command, lane="company"):
    """Note the rules that the company, as a buyer, has for references."""

    company: UUID
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]
