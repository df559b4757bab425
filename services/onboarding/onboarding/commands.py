"""What may be asked of onboarding; never on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Address, BankAccount, CompanyHit, Country, Language, Personal, Role


class LookUpCompany(Command, lane="request"):
    request: UUID
    person: UUID
    country: Country
    query: Personal[str]


class AnswerLookup(Command, lane="request"):
    request: UUID
    hits: tuple[CompanyHit, ...] = ()
    problem: str = ""


class RegisterCompany(Command, lane="company"):
    company: UUID
    person: UUID
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
    company: UUID
    person: UUID
    version: str
    sha256: str


class SaveAddress(Command, lane="company"):
    company: UUID
    kind: Literal["default", "invoice", "visit"]
    address: Address


class RemoveAddress(Command, lane="company"):
    company: UUID
    kind: Literal["default", "invoice", "visit"]


class AskTermsAgain(Command, lane="company"):
    """The day has come when newer terms than the accepted ones are in force."""

    company: UUID
    accepted: str


class RecordVerification(Command, lane="company"):
    """What the register says of the details that a person gave; `problem` is a code when it could not say."""

    company: UUID
    status: Literal["unverified", "verified", "differs"]
    differing: tuple[str, ...] = ()
    problem: str = ""
    confirmed: tuple[str, ...] = ()


class SaveBankAccount(Command, lane="company"):
    """`change` names what may have to be held."""

    company: UUID
    person: UUID
    account: UUID
    change: UUID
    details: BankAccount
    default: bool


class RemoveBankAccount(Command, lane="company"):
    company: UUID
    person: UUID
    account: UUID


class ConfirmBankAccountChange(Command, lane="company"):
    company: UUID
    person: UUID
    change: UUID


class RefuseBankAccountChange(Command, lane="company"):
    company: UUID
    person: UUID
    change: UUID


class ReleaseBankAccount(Command, lane="company"):
    """The change has been held for as long as it must."""

    company: UUID
    change: UUID


class NoteConnection(Command, lane="company"):
    company: UUID
    customer: UUID


class RequestSigning(Command, lane="company"):
    company: UUID
    person: UUID
    signing: UUID
    personal_number: Personal[str]
    authority_declared: bool
    ip_address: Personal[str]
    provider: str = "bankid"
    number_country: Country = "SE"


class CancelSigning(Command, lane="company"):
    company: UUID
    signing: UUID


class RecordOrder(Command, lane="company"):
    """The provider took the order."""

    company: UUID
    signing: UUID
    provider: str
    order_ref: str
    start_token: Personal[str]
    qr_start_token: Personal[str]
    qr_start_secret: Personal[str]
    expires_at: datetime
    page: Personal[str] | None = None


class RecordProgress(Command, lane="company"):
    """The provider says what the person is doing."""

    company: UUID
    signing: UUID
    hint: str


class RecordSignature(Command, lane="company"):
    """The provider brought a signature; `evidence` is what is kept of it, in its media type."""

    company: UUID
    signing: UUID
    provider: str
    signer_number: Personal[str]
    signer_name: Personal[str]
    evidence: bytes
    media_type: str = "application/json"
    declared_right: str = ""


class RecordAuthority(Command, lane="company"):
    """What the register says of the signer's right to sign."""

    company: UUID
    signing: UUID
    outcome: Literal["verified", "not-found", "not-told"]
    register: str
    role: str = ""


class BeginRegisterCheck(Command, lane="company"):
    """The register is to be asked: of the company's details, or of who made this signing."""

    company: UUID
    signing: UUID | None = None
    attempt: int = 1


class PutOffRegisterCheck(Command, lane="company"):
    """The register was silent."""

    company: UUID
    signing: UUID | None = None
    attempt: int
    problem: str


class RecordFailure(Command, lane="company"):
    """The provider ended the order without a signature, or could not take it."""

    company: UUID
    signing: UUID
    reason: str


class InviteColleague(Command, lane="company"):
    company: UUID
    person: UUID
    invitation: UUID
    email: Personal[str]
    role: Role


class WithdrawInvitation(Command, lane="company"):
    company: UUID
    person: UUID
    invitation: UUID


class AcceptInvitation(Command, lane="company"):
    company: UUID
    person: UUID
    invitation: UUID
    name: Personal[str]
    email: Personal[str]
    language: Language


class SetMemberRole(Command, lane="company"):
    company: UUID
    person: UUID
    member: UUID
    role: Role


class RemoveMember(Command, lane="company"):
    """Whoever names themselves leaves."""

    company: UUID
    person: UUID
    member: UUID


class RequestAccess(Command, lane="request"):
    """Which company has the number is not known before it is looked up."""

    request: UUID
    person: UUID
    country: Country
    number: Personal[str]
    name: Personal[str]
    email: Personal[str]
    language: Language
    message: Personal[str]


class AnswerAccess(Command, lane="company"):
    company: UUID
    person: UUID
    request: UUID
    accepted: bool
    role: Role
