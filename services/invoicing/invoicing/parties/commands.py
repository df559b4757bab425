"""What may be asked of the companies behind invoices; never on the wire. Each has its own lane."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Address, BankAccount, CompanyId, Country, Language, Personal, ReferenceRule
from invoicing.parties.events import Approval


class RegisterParty(Command, lane="company"):
    """Register a company that joined the network."""

    company: CompanyId
    country: Country
    number: Personal[str]
    name: str
    legal_form: str
    vat_number: Personal[str] | None
    language: Language
    f_tax: bool | None = None


class SignParty(Command, lane="company"):
    """Note that somebody signed for the company."""

    company: CompanyId


class DeclarePartyReady(Command, lane="company"):
    """Note that the company has everything it needs to send invoices."""

    company: CompanyId


class MoveParty(Command, lane="company"):
    """Note that an address of the company changed."""

    company: CompanyId
    kind: Literal["default", "invoice", "visit"]
    address: Address


class PermitParty(Command, lane="company"):
    """Note what the company's new plan permits."""

    company: CompanyId
    permits: tuple[str, ...]


class NoteReception(Command, lane="company"):
    """Note that the company receives invoices in another way."""

    company: CompanyId
    method: str


class ConfirmAccount(Command, lane="company"):
    """Note a bank account that the company can be paid to."""

    company: CompanyId
    account: UUID
    details: BankAccount
    default: bool


class RemoveAccount(Command, lane="company"):
    """Note that the company no longer uses a bank account."""

    company: CompanyId
    account: UUID


class EstablishConnection(Command, lane="company"):
    """Note that the company, as a supplier, may invoice this customer."""

    company: CompanyId
    customer: CompanyId
    customer_name: str
    customer_number: str
    approval: Approval = "not-needed"


class EndConnection(Command, lane="company"):
    """Note that the company, as a supplier, may no longer invoice this customer."""

    company: CompanyId
    customer: CompanyId


class ChangeApproval(Command, lane="company"):
    """Note the customer's decision whether the company, as a supplier, may invoice it."""

    company: CompanyId
    customer: CompanyId
    state: Approval
    reason: str


class ChangeBuyerRules(Command, lane="company"):
    """Note the rules that the company, as a buyer, has for references."""

    company: CompanyId
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]
