"""Facts heard become commands; events that happened become facts told."""

from chassis import Heard, Refused
from contracts.directory import v1 as directory
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import Personal
from onboarding import commands, events
from onboarding.bankid.qr_code import qr_frames
from onboarding.company import Company
from onboarding.lookup import Lookup
from onboarding.signing import Signing

ALREADY_REGISTERED = "company.already-registered"


def on_company_lookup_requested(fact: portal.CompanyLookupRequested, heard: Heard) -> commands.LookUpCompany:
    return commands.LookUpCompany(
        at=heard.at, request=fact.request, person=fact.person, country=fact.country, query=fact.query
    )


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


def on_signing_requested(fact: portal.SigningRequested, heard: Heard) -> commands.RequestSigning:
    return commands.RequestSigning(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        signing=fact.signing,
        personal_number=fact.personal_number,
        authority_declared=fact.authority_declared,
        ip_address=fact.ip_address,
    )


def on_signing_cancelled(fact: portal.SigningCancelled, heard: Heard) -> commands.CancelSigning:
    return commands.CancelSigning(at=heard.at, company=fact.company, signing=fact.signing)


def tell_company_lookup_answered(event: events.LookupAnswered, lookup: Lookup) -> onboarding.CompanyLookupAnswered:
    return onboarding.CompanyLookupAnswered(
        request=lookup.id, person=event.person, hits=event.hits, problem=event.problem
    )


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


def tell_signing_started(event: events.SigningOrdered, signing: Signing) -> onboarding.SigningStarted:
    """The frames are computed here: the secret behind them stays."""
    open_s = int((event.expires_at - event.started_at).total_seconds())
    frames = qr_frames(event.qr_start_token.reveal(), event.qr_start_secret.reveal(), open_s)
    return onboarding.SigningStarted(
        company=event.company,
        person=event.person,
        signing=signing.id,
        provider=event.provider,
        start_token=event.start_token,
        qr_frames=Personal(frames),
        started_at=event.started_at,
        expires_at=event.expires_at,
    )


def tell_signing_failed(event: events.SigningFailed, signing: Signing) -> onboarding.SigningFailed:
    return onboarding.SigningFailed(company=event.company, person=event.person, signing=signing.id, reason=event.reason)


def tell_company_signed(event: events.SigningCompleted, signing: Signing) -> onboarding.CompanySigned:
    """Told of the signing, not the company: each person who signed is answered, even when another was first."""
    return onboarding.CompanySigned(
        company=event.company,
        person=event.person,
        signing=signing.id,
        signed_by=event.signed_by,
        provider=event.provider,
        authority="declared",
        evidence=event.evidence,
    )


def tell_lookup_refused(fact: portal.CompanyLookupRequested, refused: Refused) -> onboarding.CompanyLookupAnswered:
    return onboarding.CompanyLookupAnswered(request=fact.request, person=fact.person, problem=refused.code)


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


def tell_signing_refused(
    fact: portal.SigningRequested | portal.SigningCancelled, refused: Refused
) -> onboarding.SigningRefused:
    return onboarding.SigningRefused(
        company=fact.company, signing=fact.signing, code=refused.code, details=refused.details
    )
