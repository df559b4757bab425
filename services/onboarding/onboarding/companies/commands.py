"""What may be asked of a company; never on the wire."""

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Address, BankAccount, CompanyId, Country, Language, Personal, PersonId


class RegisterCompany(Command, lane="company"):
    company: CompanyId
    person: PersonId
    country: Country
    number: Personal[str]
    name: str
    legal_form: str
    vat_number: Personal[str] | None
    no_vat_number: bool
    no_vat_reason: str = ""
    contact_name: Personal[str]
    contact_email: Personal[str]
    language: Language


class AcceptTerms(Command, lane="company"):
    company: CompanyId
    person: PersonId
    version: str
    sha256: str


class SaveAddress(Command, lane="company"):
    company: CompanyId
    kind: Literal["default", "invoice", "visit"]
    address: Address


class RemoveAddress(Command, lane="company"):
    company: CompanyId
    kind: Literal["default", "invoice", "visit"]


class AskTermsAgain(Command, lane="company"):
    """Ask for newer terms, since the accepted ones are no longer in force."""

    company: CompanyId
    accepted: str


class RecordVerification(Command, lane="company"):
    """Record what the register says of the details that a person gave; `problem` is a code when it gave no answer."""

    company: CompanyId
    status: Literal["unverified", "verified", "differs"]
    differing: tuple[str, ...] = ()
    problem: str = ""
    confirmed: tuple[str, ...] = ()


class SaveBankAccount(Command, lane="company"):
    """Add or change a bank account; `change` is the id of the change, which may have to be held."""

    company: CompanyId
    person: PersonId
    account: UUID
    change: UUID
    details: BankAccount
    default: bool


class RemoveBankAccount(Command, lane="company"):
    company: CompanyId
    person: PersonId
    account: UUID


class ConfirmBankAccountChange(Command, lane="company"):
    company: CompanyId
    person: PersonId
    change: UUID


class RefuseBankAccountChange(Command, lane="company"):
    company: CompanyId
    person: PersonId
    change: UUID


class ReleaseBankAccount(Command, lane="company"):
    """Make a change of account that has been held for its whole time."""

    company: CompanyId
    change: UUID


class NoteConnection(Command, lane="company"):
    company: CompanyId
    customer: CompanyId
