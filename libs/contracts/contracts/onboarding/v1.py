"""How companies come aboard."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import (
    Address,
    BankAccount,
    CompanyHit,
    CompanyId,
    Country,
    DocumentRef,
    Language,
    Personal,
    PersonId,
)


class CompanyLookupAnswered(Fact):
    """What the register said: no, one or many hits; `problem` is a code when the register gave no answer at all."""

    request: UUID
    person: PersonId
    hits: tuple[CompanyHit, ...] = ()
    problem: str = ""


class CompanyRegistered(Fact):
    """A company is a member of the network: it may draft and receive, and send once it is signed."""

    company: CompanyId
    person: PersonId
    country: Country
    number: Personal[str]
    name: str
    legal_form: str = ""
    vat_number: Personal[str] | None = None
    contact_name: Personal[str]
    contact_email: Personal[str]
    language: Language


class CompanyAlreadyRegistered(Fact):
    """Another company of the network has this number: ask its owner for access, or support for help."""

    company: CompanyId
    person: PersonId
    code: str = "company.already-registered"


class CompanyRegistrationRefused(Refusal):
    """The company cannot come aboard with these details."""


class TermsRecorded(Fact):
    """Who accepted which user terms."""

    company: CompanyId
    person: PersonId
    version: str


class TermsRefused(Refusal):
    """The acceptance was of terms that are not in force."""


class CompanyProfileChanged(Fact):
    """An address of the company as it now stands."""

    company: CompanyId
    kind: Literal["default", "invoice", "visit"]
    address: Address


class AddressRefused(Refusal):
    """The address cannot be used."""


class BankAccountConfirmed(Fact):
    """From now on the company is paid here."""

    company: CompanyId
    account: UUID
    details: BankAccount
    default: bool = True


class BankAccountRefused(Refusal):
    """The account cannot be used."""


class SigningStarted(Fact):
    """The signing service waits for the person: a token for this device, and QR frames, one a second, for another."""

    company: CompanyId
    person: PersonId
    signing: UUID
    provider: str
    start_token: Personal[str]
    qr_frames: Personal[tuple[str, ...]]
    started_at: datetime
    expires_at: datetime


class SigningRefused(Refusal):
    """Signing could not begin."""

    signing: UUID


class SigningFailed(Fact):
    """The signing ended without a signature; the company stands as before. `reason` is the provider's hint code."""

    company: CompanyId
    person: PersonId
    signing: UUID
    reason: str


class CompanySigned(Fact):
    """A person signed for the company. Authority is what the person declared; a register may verify it later."""

    company: CompanyId
    person: PersonId
    signing: UUID
    signed_by: Personal[str]
    provider: str
    authority: Literal["declared", "verified"]
    evidence: DocumentRef


class CompanyReady(Fact):
    """Terms, default address, bank account and a connection are all there: the company can send invoices."""

    company: CompanyId
