"""How companies come aboard."""

from datetime import date, datetime
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
    Role,
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
    no_vat_reason: str = ""
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
    sha256: str = ""


class TermsAskedAgain(Fact):
    """New user terms are in force from this day: somebody of the company must accept them."""

    company: CompanyId
    version: str
    in_force_from: date


class TermsRefused(Refusal):
    """The acceptance was of terms that are not in force."""


class CompanyProfileChanged(Fact):
    """An address of the company as it now stands."""

    company: CompanyId
    kind: Literal["default", "invoice", "visit"]
    address: Address


class AddressRemoved(Fact):
    """The company no longer uses an address of this type."""

    company: CompanyId
    kind: Literal["default", "invoice", "visit"]


class AddressRefused(Refusal):
    """The address cannot be used."""


class BankAccountConfirmed(Fact):
    """From now on the company is paid here."""

    company: CompanyId
    account: UUID
    details: BankAccount
    default: bool = True
    released: Literal["at-once", "time", "owner", "signature"] = "at-once"
    """What let the account through: nothing held it, or its time had passed, or a second owner or a signature."""


class BankAccountChangeHeld(Fact):
    """A further account, or another in the place of one, is held back: it may be the work of a thief.

    It is confirmed at `held_until` unless an owner refuses it; earlier when a second owner or a signature says so.
    """

    company: CompanyId
    person: PersonId
    change: UUID
    account: UUID
    details: BankAccount
    default: bool
    replaces: BankAccount | None = None
    held_until: datetime


class BankAccountChangeStopped(Fact):
    """A change of account that was held will not be made. `refused_by` is the owner who said no."""

    company: CompanyId
    change: UUID
    account: UUID
    details: BankAccount
    refused_by: PersonId


class BankAccountRemoved(Fact):
    """The company is no longer paid here."""

    company: CompanyId
    account: UUID


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
    page: Personal[str] | None = None
    """Where the person goes to sign, at a provider that has a page of its own."""


class SigningProgressed(Fact):
    """What the person is doing; `hint` is the provider's hint code, which has a sentence in every language."""

    company: CompanyId
    person: PersonId
    signing: UUID
    hint: str


class SigningAuthorityChecked(Fact):
    """What the company's register says of the signer's right to sign alone, beside what the signer declared.

    `not-told` where the register lists no roles. `told_by` names the register, `role` is its word for the role found.
    """

    company: CompanyId
    person: PersonId
    signing: UUID
    outcome: Literal["verified", "not-found", "not-told"]
    told_by: str
    role: str = ""


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
    purpose: Literal["agreement", "accounts"] = "agreement"
    """What was signed: that the company joins, or where it is to be paid from now on."""
    declared_right: str = ""
    """What the signer said that the right to sign rests on, where the provider asks."""


class CompanyReady(Fact):
    """Terms, default address, bank account and a connection are all there: the company can send invoices."""

    company: CompanyId


class CompletenessChanged(Fact):
    """What a company still lacks before it is ready; a new company lacks everything. The signature is told apart."""

    company: CompanyId
    missing: tuple[Literal["terms", "address", "bank-account", "connection"], ...]


class CompanyVerificationRecorded(Fact):
    """How the company's details stand beside its register: which fields agree, and which differ.

    What the register did not tell is in neither: number, active, name, legal_form, vat_number, address.

    `unverified` when the register could not say, and then `problem` is a code.
    """

    company: CompanyId
    status: Literal["unverified", "verified", "differs"]
    differing: tuple[str, ...] = ()
    problem: str = ""
    confirmed: tuple[str, ...] = ()


class AccessRequested(Fact):
    """Somebody asks to act for a company that is aboard already: its owner answers, and support has a case of it."""

    company: CompanyId
    request: UUID
    person: PersonId
    company_name: str
    name: Personal[str]
    email: Personal[str]
    language: Language
    message: Personal[str]


class AccessRequestRefused(Refusal):
    """Nobody could be asked. `company` is the id that was minted for the request."""


class AccessRequestAnswered(Fact):
    """An owner answered a request for access; `person` is who had asked, and hears of it by mail."""

    company: CompanyId
    request: UUID
    person: PersonId
    company_name: str
    accepted: bool
    role: Role | None = None
    email: Personal[str]
    language: Language


class ColleagueInvitationIssued(Fact):
    """A colleague may join until then; whoever `person` is invited them."""

    company: CompanyId
    invitation: UUID
    person: PersonId
    company_name: str
    email: Personal[str]
    role: Role
    expires_at: datetime


class ColleagueInvitationWithdrawn(Fact):
    """The invitation opens nothing any more."""

    company: CompanyId
    invitation: UUID


class MemberJoined(Fact):
    """A person may act for the company from now on. Its founder is told by `company_registered`."""

    company: CompanyId
    person: PersonId
    role: Role
    name: Personal[str]
    email: Personal[str]
    language: Language


class MemberRoleChanged(Fact):
    """A member may do other things than before."""

    company: CompanyId
    person: PersonId
    role: Role


class MemberLeft(Fact):
    """A person acts for the company no more."""

    company: CompanyId
    person: PersonId


class MembershipRefused(Refusal):
    """Who may act for the company stays as it was."""
