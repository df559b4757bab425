"""What people did at the edge."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from contracts.fact import Fact
from contracts.values import (
    Address,
    BankAccount,
    CompanyId,
    Country,
    InvoiceDraft,
    Language,
    Money,
    Personal,
    PersonId,
    ReferenceRule,
)


class CompanyLookupRequested(Fact):
    """Somebody looks a company up in the register of its country, by number or by name."""

    request: UUID
    person: PersonId
    country: Country
    query: Personal[str]
    answered_by: ClassVar = ("onboarding.company_lookup_answered",)


class CompanyRegistrationRequested(Fact):
    """A person wants this company to come aboard. Exactly one of a VAT number and `no_vat_number`."""

    company: CompanyId
    person: PersonId
    country: Country
    number: Personal[str]
    name: str
    legal_form: str = ""
    vat_number: Personal[str] | None = None
    no_vat_number: bool = False
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
    answered_by: ClassVar = ("onboarding.bank_account_confirmed", "onboarding.bank_account_refused")


class SigningRequested(Fact):
    """A person wants to sign for the company, and declares to have the authority."""

    company: CompanyId
    person: PersonId
    signing: UUID
    personal_number: Personal[str]
    authority_declared: bool
    ip_address: Personal[str]
    answered_by: ClassVar = ("onboarding.signing_started", "onboarding.signing_refused", "onboarding.signing_failed")


class SigningCancelled(Fact):
    """The person gave the signing up."""

    company: CompanyId
    person: PersonId
    signing: UUID
    answered_by: ClassVar = ("onboarding.signing_failed", "onboarding.company_signed", "onboarding.signing_refused")


class CustomerInvited(Fact):
    """A supplier invites its customer to receive e-invoices; the customer number is the supplier's own."""

    company: CompanyId
    person: PersonId
    invitation: UUID
    customer_number: str
    customer_name: str
    email: Personal[str]
    language: Language = "sv"
    answered_by: ClassVar = ("directory.invitation_issued", "directory.invitation_refused")


class EnrolmentRequested(Fact):
    """A company answers an invitation with the two things that it carried."""

    company: CompanyId
    person: PersonId
    customer_number: str
    code: Personal[str]
    answered_by: ClassVar = ("directory.enrolment_completed", "directory.enrolment_refused")


class ReceptionChosen(Fact):
    """How a company wants to receive a kind of document: method and format, each by itself."""

    company: CompanyId
    person: PersonId
    document_type: Literal["invoice"] = "invoice"
    method: Literal["email", "inbox"]
    format: Literal["pdf", "ubl"] = "pdf"
    email: Personal[str] | None = None
    answered_by: ClassVar = ("directory.reception_changed", "directory.reception_refused")


class BuyerRulesSet(Fact):
    """What a buyer asks of the references on its invoices, from a day on."""

    company: CompanyId
    person: PersonId
    rules: tuple[ReferenceRule, ...]
    valid_from: date
    answered_by: ClassVar = ("directory.buyer_rules_changed", "directory.buyer_rules_refused")


class InvoiceDraftSaved(Fact):
    """A draft, whole, as it now reads."""

    company: CompanyId
    person: PersonId
    invoice: UUID
    draft: InvoiceDraft
    answered_by: ClassVar = (
        "invoicing.invoice_drafted",
        "invoicing.invoice_draft_refused",
        "invoicing.invoice_refused",
    )


class InvoiceSubmitted(Fact):
    """A person pressed Send."""

    company: CompanyId
    person: PersonId
    invoice: UUID
    answered_by: ClassVar = ("invoicing.invoice_issued", "invoicing.invoice_refused", "invoicing.invoice_held")


class OrderPlaced(Fact):
    """An order of credits: a number of klip of one kind, terms of sale accepted by version."""

    company: CompanyId
    person: PersonId
    order: UUID
    klip: Literal["invoice"] = "invoice"
    quantity: int
    payment: Literal["card"] = "card"
    terms_version: str
    answered_by: ClassVar = ("wallet.payment_requested", "wallet.order_refused")


class PaymentReported(Fact):
    """The card company's signed word on a payment; it may come late, twice and out of order."""

    company: CompanyId
    order: UUID
    provider: str
    payment: str
    outcome: Literal["paid", "declined", "abandoned"]
    amount: Money
    answered_by: ClassVar = ("wallet.order_paid", "wallet.payment_refused")


class DocumentOpened(Fact):
    """A person of the receiving company opened or downloaded a document from the inbox."""

    company: CompanyId
    person: PersonId
    document: UUID
    answered_by: ClassVar = ("delivery.document_downloaded", "delivery.document_download_refused")
