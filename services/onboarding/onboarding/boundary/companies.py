"""Companies: their registration, terms, addresses, accounts and connections."""

from chassis import Heard, Refused
from contracts.directory import v1 as directory
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from onboarding import commands, events
from onboarding.company import Company

ALREADY_REGISTERED = "company.already-registered"


def on_company_registration_requested(
    fact: portal.CompanyRegistrationRequested, heard: Heard
) -> commands.RegisterCompany:
    return commands.RegisterCompany(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        country=fact.country,
        number=fact.number,
        name=fact.name,
        legal_form=fact.legal_form,
        vat_number=fact.vat_number,
        no_vat_number=fact.no_vat_number,
        contact_name=fact.contact_name,
        contact_email=fact.contact_email,
        language=fact.language,
    )


def on_terms_accepted(fact: portal.TermsAccepted, heard: Heard) -> commands.AcceptTerms:
    return commands.AcceptTerms(
        at=heard.at, company=fact.company, person=fact.person, version=fact.version, sha256=fact.sha256
    )


def on_address_saved(fact: portal.AddressSaved, heard: Heard) -> commands.SaveAddress:
    return commands.SaveAddress(at=heard.at, company=fact.company, kind=fact.kind, address=fact.address)


def on_bank_account_saved(fact: portal.BankAccountSaved, heard: Heard) -> commands.SaveBankAccount:
    return commands.SaveBankAccount(
        at=heard.at, company=fact.company, account=fact.account, details=fact.details, default=fact.default
    )


def on_connection_established(fact: directory.ConnectionEstablished, heard: Heard) -> commands.NoteConnection | None:
    """Only who supplies somebody has a reason to send invoices."""
    if fact.side != "supplier":
        return None
    return commands.NoteConnection(at=heard.at, company=fact.company, customer=fact.customer)


def tell_company_registered(event: events.CompanyRegistered, company: Company) -> onboarding.CompanyRegistered:
    contact = company.contact
    assert contact is not None, "the contact is named before the company is registered"
    return onboarding.CompanyRegistered(
        company=event.company,
        person=event.registered_by,
        country=event.country,
        number=event.number,
        name=event.name,
        legal_form=event.legal_form,
        vat_number=event.vat_number,
        contact_name=contact.name,
        contact_email=contact.email,
        language=contact.language,
    )


def tell_terms_recorded(event: events.TermsAccepted, _: Company) -> onboarding.TermsRecorded:
    return onboarding.TermsRecorded(company=event.company, person=event.accepted_by, version=event.version)


def tell_company_profile_changed(event: events.AddressChanged, _: Company) -> onboarding.CompanyProfileChanged:
    return onboarding.CompanyProfileChanged(company=event.company, kind=event.kind, address=event.address)


def tell_bank_account_confirmed(event: events.BankAccountConfirmed, _: Company) -> onboarding.BankAccountConfirmed:
    return onboarding.BankAccountConfirmed(
        company=event.company, account=event.account, details=event.details, default=event.default
    )


def tell_company_ready(event: events.CompanyReady, _: Company) -> onboarding.CompanyReady:
    return onboarding.CompanyReady(company=event.company)


def tell_registration_refused(
    fact: portal.CompanyRegistrationRequested, refused: Refused
) -> onboarding.CompanyAlreadyRegistered | onboarding.CompanyRegistrationRefused:
    if refused.code == ALREADY_REGISTERED:
        return onboarding.CompanyAlreadyRegistered(company=fact.company, person=fact.person)
    return onboarding.CompanyRegistrationRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_terms_refused(fact: portal.TermsAccepted, refused: Refused) -> onboarding.TermsRefused:
    return onboarding.TermsRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_address_refused(fact: portal.AddressSaved, refused: Refused) -> onboarding.AddressRefused:
    return onboarding.AddressRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_bank_account_refused(fact: portal.BankAccountSaved, refused: Refused) -> onboarding.BankAccountRefused:
    return onboarding.BankAccountRefused(company=fact.company, code=refused.code, details=refused.details)
