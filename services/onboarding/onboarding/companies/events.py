"""What has happened to a company, and to its accounts. Stored for ever: add fields with defaults only."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import Address, BankAccount, CompanyId, Country, Language, Personal, PersonId


class CompanyNumberTaken(Event, topic="onboarding.company_number_taken.v1"):
    """This number in this country belongs to this company; the number itself is only in the stream's id."""

    company: CompanyId


class ContactNamed(Event, topic="onboarding.contact_named.v1"):
    """The contact person was named; this is encrypted with the person's key, the company's data with the company's."""

    company: CompanyId
    person: PersonId
    name: Personal[str]
    email: Personal[str]
    language: Language


class CompanyRegistered(Event, topic="onboarding.company_registered.v1"):
    company: CompanyId
    registered_by: PersonId
    country: Country
    number: Personal[str]
    name: str
    legal_form: str
    vat_number: Personal[str] | None = None
    no_vat_reason: str = ""


class TermsAccepted(Event, topic="onboarding.terms_accepted.v1"):
    company: CompanyId
    accepted_by: PersonId
    version: str
    sha256: str


class AddressChanged(Event, topic="onboarding.address_changed.v1"):
    company: CompanyId
    kind: Literal["default", "invoice", "visit"]
    address: Address


class BankAccountConfirmed(Event, topic="onboarding.bank_account_confirmed.v1"):
    company: CompanyId
    account: UUID
    details: BankAccount
    default: bool
    change: UUID | None = None
    released: Literal["at-once", "time", "owner", "signature"] = "at-once"


class BankAccountChangeHeld(Event, topic="onboarding.bank_account_change_held.v1"):
    """A further or changed account is held until `held_until`, against invoice fraud (S3-42)."""

    company: CompanyId
    change: UUID
    account: UUID
    requested_by: PersonId
    details: BankAccount
    default: bool
    replaces: BankAccount | None = None
    held_until: datetime


class BankAccountChangeStopped(Event, topic="onboarding.bank_account_change_stopped.v1"):
    company: CompanyId
    change: UUID
    account: UUID
    details: BankAccount
    refused_by: PersonId


class BankAccountRemoved(Event, topic="onboarding.bank_account_removed.v1"):
    company: CompanyId
    account: UUID


class AccountSigningBegun(Event, topic="onboarding.account_signing_begun.v1"):
    """A new signature was begun, for exactly these changes of account, which the signer reads."""

    company: CompanyId
    signing: UUID
    changes: tuple[UUID, ...]


class AddressRemoved(Event, topic="onboarding.address_removed.v1"):
    company: CompanyId
    kind: Literal["default", "invoice", "visit"]


class TermsAskedAgain(Event, topic="onboarding.terms_asked_again.v1"):
    """New terms came into force that nobody of the company has accepted."""

    company: CompanyId
    version: str
    in_force_from: date


class CompletenessChanged(Event, topic="onboarding.completeness_changed.v1"):
    company: CompanyId
    missing: tuple[Literal["terms", "address", "bank-account", "connection"], ...]


class VerificationRecorded(Event, topic="onboarding.verification_recorded.v1"):
    """The register answered about the details that a person gave; `problem` is a code when it gave no answer."""

    company: CompanyId
    status: Literal["unverified", "verified", "differs"]
    differing: tuple[str, ...] = ()
    problem: str = ""
    confirmed: tuple[str, ...] = ()


class CustomerConnected(Event, topic="onboarding.customer_connected.v1"):
    """The company got its first customer."""

    company: CompanyId
    customer: CompanyId


class CompanySigned(Event, topic="onboarding.company_signed.v1"):
    """Somebody signed for the company. `signer`, a keyed hash of the personal number, may confirm changes later."""

    company: CompanyId
    signing: UUID
    signer: UUID | None = None


class CompanyReady(Event, topic="onboarding.company_ready.v1"):
    company: CompanyId


CompanyEvent = (
    ContactNamed
    | CompanyRegistered
    | TermsAccepted
    | AddressChanged
    | BankAccountConfirmed
    | BankAccountChangeHeld
    | BankAccountChangeStopped
    | BankAccountRemoved
    | AccountSigningBegun
    | AddressRemoved
    | TermsAskedAgain
    | CompletenessChanged
    | VerificationRecorded
    | CustomerConnected
    | CompanySigned
    | CompanyReady
)
