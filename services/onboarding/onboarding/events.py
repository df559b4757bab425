"""What has happened to companies, look-ups and signings. Stored for ever: add fields with defaults only."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import Address, BankAccount, CompanyHit, Country, DocumentRef, Language, Personal, Role


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
    no_vat_reason: str = ""


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
    change: UUID | None = None
    released: Literal["at-once", "time", "owner", "signature"] = "at-once"


class BankAccountChangeHeld(Event, topic="onboarding.bank_account_change_held.v1"):
    """A further account, or another in the place of one, waits until `held_until` (S3-42; invoice fraud)."""

    company: UUID
    change: UUID
    account: UUID
    requested_by: UUID
    details: BankAccount
    default: bool
    replaces: BankAccount | None = None
    held_until: datetime


class BankAccountChangeStopped(Event, topic="onboarding.bank_account_change_stopped.v1"):
    company: UUID
    change: UUID
    account: UUID
    details: BankAccount
    refused_by: UUID


class BankAccountRemoved(Event, topic="onboarding.bank_account_removed.v1"):
    company: UUID
    account: UUID


class AccountSigningBegun(Event, topic="onboarding.account_signing_begun.v1"):
    """A fresh signature is under way: these changes, and no later ones, are what the signer reads."""

    company: UUID
    signing: UUID
    changes: tuple[UUID, ...]


class AddressRemoved(Event, topic="onboarding.address_removed.v1"):
    company: UUID
    kind: Literal["default", "invoice", "visit"]


class TermsAskedAgain(Event, topic="onboarding.terms_asked_again.v1"):
    """New terms are in force, and nobody of the company has accepted them."""

    company: UUID
    version: str
    in_force_from: date


class CompletenessChanged(Event, topic="onboarding.completeness_changed.v1"):
    company: UUID
    missing: tuple[Literal["terms", "address", "bank-account", "connection"], ...]


class VerificationRecorded(Event, topic="onboarding.verification_recorded.v1"):
    """What the register says of the details that a person gave; `problem` is a code when it could not say."""

    company: UUID
    status: Literal["unverified", "verified", "differs"]
    differing: tuple[str, ...] = ()
    problem: str = ""
    confirmed: tuple[str, ...] = ()


class CustomerConnected(Event, topic="onboarding.customer_connected.v1"):
    """The company has somebody to send invoices to."""

    company: UUID
    customer: UUID


class CompanySigned(Event, topic="onboarding.company_signed.v1"):
    """`signer` is the keyed hash of the signer's personal number: who may vouch for changes later."""

    company: UUID
    signing: UUID
    signer: UUID | None = None


class CompanyReady(Event, topic="onboarding.company_ready.v1"):
    company: UUID


class SigningRequested(Event, topic="onboarding.signing_requested.v1"):
    """`signer` is a keyed hash of the personal number; the number itself is sealed for the person.

    `number_country` is the country that gave the number, and with it the person's electronic identity.
    """

    company: UUID
    person: UUID
    signer: UUID
    personal_number: Personal[str]
    ip_address: Personal[str]
    visible_text: Personal[str]
    purpose: Literal["agreement", "accounts"] = "agreement"
    provider: str = "bankid"
    number_country: Country = "SE"


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
    page: Personal[str] | None = None


class SigningProgressed(Event, topic="onboarding.signing_progressed.v1"):
    """What the person is doing, by the provider's hint code."""

    company: UUID
    person: UUID
    hint: str


class SigningCompleted(Event, topic="onboarding.signing_completed.v1"):
    company: UUID
    person: UUID
    signer: UUID
    signed_by: Personal[str]
    provider: str
    evidence: DocumentRef
    declared_right: str = ""
    """What the signer said that the right to sign rests on, where the provider asks."""


class AuthorityChecked(Event, topic="onboarding.authority_checked.v1"):
    """What the register says of the signer's right to sign alone: `role` is its word for the role that it found."""

    company: UUID
    person: UUID
    outcome: Literal["verified", "not-found", "not-told"]
    register: str
    role: str = ""


class SigningFailed(Event, topic="onboarding.signing_failed.v1"):
    company: UUID
    person: UUID
    reason: str


class OrderAbandoned(Event, topic="onboarding.order_abandoned.v1"):
    """Nobody waits for this order any more: the provider is to drop it."""

    order_ref: str
    provider: str = "bankid"


class RegisterCheckDue(Event, topic="onboarding.register_check_due.v1"):
    """The register is to be asked of a company: its details, or whether whoever made `signing` may sign for it."""

    company: UUID
    signing: UUID | None = None
    attempt: int = 1


class RegisterCheckOutdated(Event, topic="onboarding.register_check_outdated.v1"):
    """Something changed while the register was being asked: it is asked again when it has answered."""

    company: UUID


class RegisterCheckPutOff(Event, topic="onboarding.register_check_put_off.v1"):
    """The register was silent, for a reason; it is asked again later."""

    company: UUID
    signing: UUID | None = None
    attempt: int
    problem: str


class RegisterCheckEnded(Event, topic="onboarding.register_check_ended.v1"):
    """The register answered, or was asked often enough."""

    company: UUID
    signing: UUID | None = None


class TeamFounded(Event, topic="onboarding.team_founded.v1"):
    """Whoever brought the company aboard is its first owner."""

    company: UUID
    company_name: str
    founder: UUID


class ColleagueInvited(Event, topic="onboarding.colleague_invited.v1"):
    company: UUID
    invitation: UUID
    invited_by: UUID
    email: Personal[str]
    role: Role
    expires_at: datetime


class ColleagueInvitationWithdrawn(Event, topic="onboarding.colleague_invitation_withdrawn.v1"):
    company: UUID
    invitation: UUID


class MemberJoined(Event, topic="onboarding.member_joined.v1"):
    """By an invitation, or by a request for access that an owner accepted."""

    company: UUID
    person: UUID
    role: Role
    name: Personal[str]
    email: Personal[str]
    language: Language
    invitation: UUID | None = None
    request: UUID | None = None
    at: datetime | None = None


class MemberRoleChanged(Event, topic="onboarding.member_role_changed.v1"):
    company: UUID
    person: UUID
    role: Role
    set_by: UUID
    at: datetime | None = None


class MemberLeft(Event, topic="onboarding.member_left.v1"):
    """`removed_by` is the person's own id when they left of their own accord."""

    company: UUID
    person: UUID
    removed_by: UUID


class AccessRequested(Event, topic="onboarding.access_requested.v1"):
    company: UUID
    request: UUID
    person: UUID
    name: Personal[str]
    email: Personal[str]
    language: Language
    message: Personal[str]


class AccessRequestAnswered(Event, topic="onboarding.access_request_answered.v1"):
    company: UUID
    request: UUID
    person: UUID
    email: Personal[str]
    language: Language
    accepted: bool
    role: Role | None = None
    answered_by: UUID


LookupEvent = LookupRequested | LookupAnswered
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
SigningEvent = (
    SigningRequested
    | SigningOrdered
    | SigningProgressed
    | SigningCompleted
    | AuthorityChecked
    | SigningFailed
    | OrderAbandoned
)
RegisterCheckEvent = RegisterCheckDue | RegisterCheckOutdated | RegisterCheckPutOff | RegisterCheckEnded
TeamEvent = (
    TeamFounded
    | ColleagueInvited
    | ColleagueInvitationWithdrawn
    | MemberJoined
    | MemberRoleChanged
    | MemberLeft
    | AccessRequested
    | AccessRequestAnswered
)
