"""Onboarding on one page: what it hears, does, tells and shows."""

from chassis import Act, Service
from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from onboarding import commands, effects, events, handlers, outside
from onboarding.boundary import companies, lookup, signing
from onboarding.settings import OnboardingSettings

service = Service(
    name="onboarding",
    settings=OnboardingSettings,
    hears={
        portal.CompanyLookupRequested: lookup.on_company_lookup_requested,
        portal.CompanyRegistrationRequested: companies.on_company_registration_requested,
        portal.TermsAccepted: companies.on_terms_accepted,
        portal.AddressSaved: companies.on_address_saved,
        portal.BankAccountSaved: companies.on_bank_account_saved,
        portal.SigningRequested: signing.on_signing_requested,
        portal.SigningCancelled: signing.on_signing_cancelled,
        directory.ConnectionEstablished: companies.on_connection_established,
    },
    handles={
        commands.LookUpCompany: handlers.look_up_company,
        commands.AnswerLookup: handlers.answer_lookup,
        commands.RegisterCompany: handlers.register_company,
        commands.AcceptTerms: handlers.accept_terms,
        commands.SaveAddress: handlers.save_address,
        commands.SaveBankAccount: handlers.save_bank_account,
        commands.NoteConnection: handlers.note_connection,
        commands.RequestSigning: handlers.request_signing,
        commands.CancelSigning: handlers.cancel_signing,
        commands.RecordOrder: handlers.record_order,
        commands.RecordSignature: handlers.record_signature,
        commands.RecordFailure: handlers.record_failure,
    },
    tells={
        events.LookupAnswered: lookup.tell_company_lookup_answered,
        events.CompanyRegistered: companies.tell_company_registered,
        events.TermsAccepted: companies.tell_terms_recorded,
        events.AddressChanged: companies.tell_company_profile_changed,
        events.BankAccountConfirmed: companies.tell_bank_account_confirmed,
        events.CompanyReady: companies.tell_company_ready,
        events.SigningOrdered: signing.tell_signing_started,
        events.SigningCompleted: signing.tell_company_signed,
        events.SigningFailed: signing.tell_signing_failed,
    },
    refuses={
        portal.CompanyLookupRequested: lookup.tell_lookup_refused,
        portal.CompanyRegistrationRequested: companies.tell_registration_refused,
        portal.TermsAccepted: companies.tell_terms_refused,
        portal.AddressSaved: companies.tell_address_refused,
        portal.BankAccountSaved: companies.tell_bank_account_refused,
        portal.SigningRequested: signing.tell_signing_refused,
        portal.SigningCancelled: signing.tell_signing_refused,
    },
    acts={
        events.LookupRequested: Act(effects.look_up, destination=lambda event: f"register {event.country}"),
        events.SigningRequested: Act(effects.order_signature, at_once=20),
        events.SigningOrdered: Act(effects.collect_signature, at_once=500, timeout_s=300.0),
        events.OrderAbandoned: Act(effects.drop_order),
    },
    uses=[outside.registers, outside.signing_desk],
)
