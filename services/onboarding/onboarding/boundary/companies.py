"""Companies: their registration, terms, addresses, accounts and connections."""

from chassis import Heard, Refused, derived_id
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
        no_vat_reason=fact.no_vat_reason,
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
        at=heard.at,
        company=fact.company,
        person=fact.person,
        account=fact.account,
        change=derived_id(heard.id, "change"),
        details=fact.details,
        default=fact.default,
    )


def on_address_removed(fact: portal.AddressRemoved, heard: Heard) -> commands.RemoveAddress:
    return commands.RemoveAddress(at=heard.at, company=fact.company, kind=fact.kind)


def on_bank_account_removed(fact: portal.BankAccountRemoved, heard: Heard) -> commands.RemoveBankAccount:
    return commands.RemoveBankAccount(at=heard.at, company=fact.company, person=fact.person, account=fact.account)


def on_bank_account_change_confirmed(
    fact: portal.BankAccountChangeConfirmed, heard: Heard
) -> commands.ConfirmBankAccountChange:
    return commands.ConfirmBankAccountChange(at=heard.at, company=fact.company, person=fact.person, change=fact.change)


def on_bank_account_change_refused(
    fact: portal.BankAccountChangeRefused, heard: Heard
) -> commands.RefuseBankAccountChange:
    return commands.RefuseBankAccountChange(at=heard.at, company=fact.company, person=fact.person, change=fact.change)


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
        no_vat_reason=event.no_vat_reason,
        contact_name=contact.name,
        contact_email=contact.email,
        language=contact.language,
    )


def tell_terms_recorded(event: events.TermsAccepted, _: Company) -> onboarding.TermsRecorded:
    return onboarding.TermsRecorded(
        company=event.company, person=event.accepted_by, version=event.version, sha256=event.sha256
    )


def tell_company_profile_changed(event: events.AddressChanged, _: Company) -> onboarding.CompanyProfileChanged:
    return onboarding.CompanyProfileChanged(company=event.company, kind=event.kind, address=event.address)


def tell_address_removed(event: events.AddressRemoved, _: Company) -> onboarding.AddressRemoved:
    return onboarding.AddressRemoved(company=event.company, kind=event.kind)


def tell_terms_asked_again(event: events.TermsAskedAgain, _: Company) -> onboarding.TermsAskedAgain:
    return onboarding.TermsAskedAgain(company=event.company, version=event.version, in_force_from=event.in_force_from)


def tell_completeness_changed(event: events.CompletenessChanged, _: Company) -> onboarding.CompletenessChanged:
    return onboarding.CompletenessChanged(company=event.company, missing=event.missing)


def tell_company_verification_recorded(
    event: events.VerificationRecorded, _: Company
) -> onboarding.CompanyVerificationRecorded:
    return onboarding.CompanyVerificationRecorded(
        company=event.company,
        status=event.status,
        differing=event.differing,
        problem=event.problem,
        confirmed=event.confirmed,
    )


def tell_bank_account_confirmed(event: events.BankAccountConfirmed, _: Company) -> onboarding.BankAccountConfirmed:
    return onboarding.BankAccountConfirmed(
        company=event.company,
        account=event.account,
        details=event.details,
        default=event.default,
        released=event.released,
    )


def tell_bank_account_change_held(event: events.BankAccountChangeHeld, _: Company) -> onboarding.BankAccountChangeHeld:
    return onboarding.BankAccountChangeHeld(
        company=event.company,
        person=event.requested_by,
        change=event.change,
        account=event.account,
        details=event.details,
        default=event.default,
        replaces=event.replaces,
        held_until=event.held_until,
    )


def tell_bank_account_change_stopped(
    event: events.BankAccountChangeStopped, _: Company
) -> onboarding.BankAccountChangeStopped:
    return onboarding.BankAccountChangeStopped(
        company=event.company,
        change=event.change,
        account=event.account,
        details=event.details,
        refused_by=event.refused_by,
    )


def tell_bank_account_removed(event: events.BankAccountRemoved, _: Company) -> onboarding.BankAccountRemoved:
    return onboarding.BankAccountRemoved(company=event.company, account=event.account)


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


def tell_address_refused(
    fact: portal.AddressSaved | portal.AddressRemoved, refused: Refused
) -> onboarding.AddressRefused:
    return onboarding.AddressRefused(company=fact.company, code=refused.code, details=refused.details)


AboutAccounts = (
    portal.BankAccountSaved
    | portal.BankAccountRemoved
    | portal.BankAccountChangeConfirmed
    | portal.BankAccountChangeRefused
)


def tell_bank_account_refused(fact: AboutAccounts, refused: Refused) -> onboarding.BankAccountRefused:
    return onboarding.BankAccountRefused(company=fact.company, code=refused.code, details=refused.details)
