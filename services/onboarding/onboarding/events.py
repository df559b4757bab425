"""What has happened to companies, look-ups and signings. Stored for ever: add fields with defaults only."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import Address, BankAccount, CompanyHit, Country, DocumentRef, Language, Personal


class LookupRequested(Event, topic="onboarding.lookup_requested.v1"):
    person: UUID
    country: Country
    query: Personal[str]


class LookupAnswered(Event, topic="onboarding.lookup_answered.v1"):
    """`problem` is a code when the register gave no answer at all."""

    person: UUID
    hits: tuple[CompanyHit, ...] = ()
    problem: str = ""


class CompanyNumberTaken(Event, topic="onboarding.company_number_taken.v1"):
    """This number in this country belongs to this company; the number itself is only in the stream's id."""

    company: UUID


class ContactNamed(Event, topic="onboarding.contact_named.v1"):
    """Sealed for the person, while what is the company's own is sealed for the company."""

    company: UUID
    person: UUID
    name: Personal[str]
    email: Personal[str]
    language: Language


class CompanyRegistered(Event, topic="onboarding.company_registered.v1"):
    company: UUID
    registered_by: UUID
    country: Country
    number: Personal[str]
    name: str
    legal_form: str
    vat_number: Personal[str] | None = None


class TermsAccepted(Event, topic="onboarding.terms_accepted.v1"):
    company: UUID
    accepted_by: UUID
    version: str
    sha256: str


class AddressChanged(Event, topic="onboarding.address_changed.v1"):
    company: UUID
    kind: Literal["default", "invoice", "visit"]
    address: Address


class BankAccountConfirmed(Event, topic="onboarding.bank_account_confirmed.v1"):
    company: UUID
    account: UUID
    details: BankAccount
    default: bool


class CustomerConnected(Event, topic="onboarding.customer_connected.v1"):
    """The company has somebody to send invoices to."""

    company: UUID
    customer: UUID


class CompanySigned(Event, topic="onboarding.company_signed.v1"):
    company: UUID
    signing: UUID


class CompanyReady(Event, topic="onboarding.company_ready.v1"):
    company: UUID


class SigningRequested(Event, topic="onboarding.signing_requested.v1"):
    """`signer` is a keyed hash of the personal number; the number itself is sealed for the person."""

    company: UUID
    person: UUID
    signer: UUID
    personal_number: Personal[str]
    ip_address: Personal[str]
    visible_text: Personal[str]


class SigningOrdered(Event, topic="onboarding.signing_ordered.v1"):
    """The provider waits for the person. Stored before the first collect, so that a restart goes on with this order."""

    company: UUID
    person: UUID
    provider: str
    order_ref: str
    start_token: Personal[str]
    qr_start_token: Personal[str]
    qr_start_secret: Personal[str]
    started_at: datetime
    expires_at: datetime


class SigningCompleted(Event, topic="onboarding.signing_completed.v1"):
    company: UUID
    person: UUID
    signer: UUID
    signed_by: Personal[str]
    provider: str
    evidence: DocumentRef


class SigningFailed(Event, topic="onboarding.signing_failed.v1"):
    company: UUID
    person: UUID
    reason: str


class OrderAbandoned(Event, topic="onboarding.order_abandoned.v1"):
    """Nobody waits for this order any more: the provider is to drop it."""

    order_ref: str


LookupEvent = LookupRequested | LookupAnswered
CompanyEvent = (
    ContactNamed
    | CompanyRegistered
    | TermsAccepted
    | AddressChanged
    | BankAccountConfirmed
    | CustomerConnected
    | CompanySigned
    | CompanyReady
)
SigningEvent = SigningRequested | SigningOrdered | SigningCompleted | SigningFailed | OrderAbandoned
