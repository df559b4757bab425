"""What people did to register a company and keep its data."""

from typing import ClassVar, Literal
from uuid import UUID

from contracts.fact import Fact
from contracts.values import Address, BankAccount, CompanyId, Country, Language, Personal, PersonId


class CompanyLookupRequested(Fact):
    """Somebody looks a company up in the register of its country, by number or by name."""

    request: UUID
    person: PersonId
    country: Country
    query: Personal[str]
    answered_by: ClassVar = ("onboarding.company_lookup_answered",)


class CompanyRegistrationRequested(Fact):
    """A person wants to register this company. Exactly one of a VAT number and `no_vat_number`."""

    company: CompanyId
    person: PersonId
    country: Country
    number: Personal[str]
    name: str
    legal_form: str = ""
    vat_number: Personal[str] | None = None
    no_vat_number: bool = False
    no_vat_reason: str = ""
    contact_name: Personal[str]
    contact_email: Personal[str]
    language: Language
    lookup: UUID | None = None
    answered_by: ClassVar = (
        "onboarding.company_registered",
        "onboarding.company_already_registered",
        "onboarding.company_registration_refused",
    )


class TermsAccepted(Fact):
    """A person accepted the user terms: this version, these exact words by SHA-256."""

    company: CompanyId
    person: PersonId
    version: str
    sha256: str
    answered_by: ClassVar = ("onboarding.terms_recorded", "onboarding.terms_refused")


class AddressSaved(Fact):
    """An address by type: `default` is the one that invoices show."""

    company: CompanyId
    person: PersonId
    kind: Literal["default", "invoice", "visit"]
    address: Address
    answered_by: ClassVar = ("onboarding.company_profile_changed", "onboarding.address_refused")


class BankAccountSaved(Fact):
    """A bank account that the company wants to be paid to."""

    company: CompanyId
    person: PersonId
    account: UUID
    details: BankAccount
    default: bool = True
    answered_by: ClassVar = (
        "onboarding.bank_account_confirmed",
        "onboarding.bank_account_change_held",
        "onboarding.bank_account_refused",
    )


class AddressRemoved(Fact):
    """An address is no longer used; the default one always stays."""

    company: CompanyId
    person: PersonId
    kind: Literal["default", "invoice", "visit"]
    answered_by: ClassVar = ("onboarding.address_removed", "onboarding.address_refused")


class BankAccountRemoved(Fact):
    """The company is no longer paid to this account; the default account always stays."""

    company: CompanyId
    person: PersonId
    account: UUID
    answered_by: ClassVar = ("onboarding.bank_account_removed", "onboarding.bank_account_refused")


class BankAccountChangeConfirmed(Fact):
    """A second owner confirmed a change of account that is held."""

    company: CompanyId
    person: PersonId
    change: UUID
    answered_by: ClassVar = ("onboarding.bank_account_confirmed", "onboarding.bank_account_refused")


class BankAccountChangeRefused(Fact):
    """An owner refused a change of account that is held."""

    company: CompanyId
    person: PersonId
    change: UUID
    answered_by: ClassVar = ("onboarding.bank_account_change_stopped", "onboarding.bank_account_refused")


class SigningRequested(Fact):
    """A person wants to sign for the company, and declares to have the authority."""

    company: CompanyId
    person: PersonId
    signing: UUID
    personal_number: Personal[str]
    authority_declared: bool
    ip_address: Personal[str]
    provider: Literal["bankid", "visma-sign"] = "bankid"
    number_country: Country = "SE"
    """The country that gave the personal number, and with it the electronic identity."""
    answered_by: ClassVar = ("onboarding.signing_started", "onboarding.signing_refused", "onboarding.signing_failed")


class SigningCancelled(Fact):
    """The person gave the signing up."""

    company: CompanyId
    person: PersonId
    signing: UUID
    answered_by: ClassVar = ("onboarding.signing_failed", "onboarding.company_signed", "onboarding.signing_refused")
