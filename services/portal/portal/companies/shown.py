"""What the API shows of a company: its details, what is missing, and its terms."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from contracts.values import Address, BankAccount, CompanyId, Country, Language, PersonId
from portal.edge.shown import Shown
from portal.network.shown import ChosenWay


class BankAccountShown(Shown):
    """An account that the company is paid to."""

    id: UUID
    default: bool
    kind: Literal["bankgiro", "plusgiro", "iban"]
    number: str
    bank: str = ""
    country: str = "SE"
    bic: str = ""
    ocr_level: Literal["soft", "hard", "length", "fixed"] = "soft"


class BankAccountChange(Shown):
    """A change that takes effect at `held_until`, unless an owner refuses it."""

    id: UUID
    account: UUID
    requested_by: PersonId
    held_until: datetime
    details: BankAccount
    replaces: BankAccount | None = None
    default: bool


class Completeness(Shown):
    """What is missing before the company is ready, and before it can send."""

    ready: bool
    can_send: bool
    missing: list[str]
    missing_to_send: list[str]


class CompanyPage(Shown):
    id: CompanyId
    name: str
    country: Country
    number: str
    legal_form: str
    vat_number: str | None
    no_vat_reason: str
    contact_name: str
    contact_email: str
    language: Language
    terms_version: str | None
    signed_at: datetime | None
    signed_by: str | None
    ready_at: datetime | None
    verification: str
    differing: list[str]
    confirmed: list[str]
    terms_asked: str | None
    missing: list[str]
    addresses: dict[str, Address]
    bank_accounts: list[BankAccountShown]
    bank_account_changes: list[BankAccountChange]
    receptions: list[ChosenWay]
    completeness: Completeness


class TermsVersion(Shown):
    version: str
    sha256: str
    in_force_from: date


class TermsToRead(TermsVersion):
    """In one language, whose words have the SHA-256."""

    language: Language
    text: str


class TermsInForce(Shown):
    user_terms: TermsToRead
    versions: list[TermsVersion]
    terms_of_sale: TermsToRead


class ExactTerms(Shown):
    version: str
    sha256: str


class TermsAccepted(ExactTerms):
    at: datetime
    person: PersonId
    given_name: str | None
    family_name: str | None


class TermsOfACompany(Shown):
    in_force: ExactTerms
    asked: bool
    accepted: list[TermsAccepted]
