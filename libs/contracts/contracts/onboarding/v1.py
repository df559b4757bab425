"""How companies join the network."""

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
    """The register was asked: it found no, one or many companies; `problem` is a code when it gave no answer."""

    request: UUID
    person: PersonId
    hits: tuple[CompanyHit, ...] = ()
    problem: str = ""


class CompanyRegistered(Fact):
    """A company joined the network: it may draft and receive, and may send once somebody has signed for it."""

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
    f_tax: bool | None = None
    """Whether the company is approved for F-tax in Sweden; None when it was not asked, or is of another country."""


class CompanyAlreadyRegistered(Fact):
    """Another company of the network has this number: ask its owner for access, or support for help."""

    company: CompanyId
    person: PersonId
    code: str = "company.already-registered"


class CompanyRegistrationRefused(Refusal):
    """The registration was refused because of these details."""


class TermsRecorded(Fact):
    """A person accepted this version of the user terms for the company."""

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
    """The acceptance was refused, because these terms are not in force."""


class CompanyProfileChanged(Fact):
    """An address of the company changed to this one."""

    company: CompanyId
    kind: Literal["default", "invoice", "visit"]
    address: Address


class AddressRemoved(Fact):
    """The company no longer uses an address of this type."""

    company: CompanyId
    kind: Literal["default", "invoice", "visit"]


class AddressRefused(Refusal):
    """The change of address was refused."""


class BankAccountConfirmed(Fact):
    """The company is paid to this account from now on."""

    company: CompanyId
    account: UUID
    details: BankAccount
    default: bool = True
    released: Literal["at-once", "time", "owner", "signature"] = "at-once"
    """What confirmed the account: it was not held, its time had passed, a second owner, or a signature."""


class BankAccountChangeHeld(Fact):
    """A further or changed account is held back, since it may be invoice fraud.

    It is confirmed at `held_until` unless an owner refuses it; earlier by a second owner or a signature.
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
    """The company is no longer paid to this account."""

    company: CompanyId
    account: UUID


class BankAccountRefused(Refusal):
    """The change of account was refused."""


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
    """The page where the person signs, at a provider that has a page of its own."""


class SigningProgressed(Fact):
    """The person did something; `hint` is the provider's hint code, which has a sentence in every language."""

    company: CompanyId
    person: PersonId
    signing: UUID
    hint: str


class SigningAuthorityChecked(Fact):
    """The company's register was asked about the signer's right to sign alone, apart from what the signer declared.

    `not-told` where the register lists no roles. `told_by` names the register, `role` is its word for the role found.
    """

    company: CompanyId
    person: PersonId
    signing: UUID
    outcome: Literal["verified", "not-found", "not-told"]
    told_by: str
    role: str = ""


class SigningRefused(Refusal):
    """The request to sign was refused."""

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
    """What was signed: the agreement by which the company joins, or the accounts that it is paid to."""
    declared_right: str = ""
    """The signer's own statement of what the right to sign rests on, where the provider asks."""


class CompanyReady(Fact):
    """Terms, default address, bank account and a connection are all there: the company can send invoices."""

    company: CompanyId


class CompletenessChanged(Fact):
    """What the company lacks before it is ready changed; a new company lacks everything. Signatures are separate."""

    company: CompanyId
    missing: tuple[Literal["terms", "address", "bank-account", "connection"], ...]


class CompanyVerificationRecorded(Fact):
    """The company's details were compared with its register: some fields agree, others differ.

    A field that the register did not give is in neither list: number, active, name, legal_form, vat_number, address.

    `unverified` when the register could not say, and then `problem` is a code.
    """

    company: CompanyId
    status: Literal["unverified", "verified", "differs"]
    differing: tuple[str, ...] = ()
    problem: str = ""
    confirmed: tuple[str, ...] = ()


class AccessRequested(Fact):
    """Somebody asked to act for a company that has joined already: its owner answers, and support has a case."""

    company: CompanyId
    request: UUID
    person: PersonId
    company_name: str
    name: Personal[str]
    email: Personal[str]
    language: Language
    message: Personal[str]


class AccessRequestRefused(Refusal):
    """The request for access was refused. `company` is the id that was made for the request."""


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
    """`person` invited a colleague, who may join until the invitation expires."""

    company: CompanyId
    invitation: UUID
    person: PersonId
    company_name: str
    email: Personal[str]
    role: Role
    expires_at: datetime


class ColleagueInvitationWithdrawn(Fact):
    """The invitation can no longer be accepted."""

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
    """A member got another role."""

    company: CompanyId
    person: PersonId
    role: Role


class MemberLeft(Fact):
    """A person may no longer act for the company."""

    company: CompanyId
    person: PersonId


class MembershipRefused(Refusal):
    """The change of who may act for the company was refused."""
