"""Onboarding on one page: what it hears, does, tells and shows."""

from chassis import Act, Service
from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from onboarding import boundary, commands, effects, events, handlers, outside
from onboarding.settings import OnboardingSettings

service = Service(
    name="onboarding",
    settings=OnboardingSettings,
    hears={
        portal.CompanyLookupRequested: boundary.on_company_lookup_requested,
        portal.CompanyRegistrationRequested: boundary.on_company_registration_requested,
        portal.TermsAccepted: boundary.on_terms_accepted,
        portal.AddressSaved: boundary.on_address_saved,
        portal.BankAccountSaved: boundary.on_bank_account_saved,
        portal.SigningRequested: boundary.on_signing_requested,
        portal.SigningCancelled: boundary.on_signing_cancelled,
        directory.ConnectionEstablished: boundary.on_connection_established,
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
        events.LookupAnswered: boundary.tell_company_lookup_answered,
        events.CompanyRegistered: boundary.tell_company_registered,
        events.TermsAccepted: boundary.tell_terms_recorded,
        events.AddressChanged: boundary.tell_company_profile_changed,
        events.BankAccountConfirmed: boundary.tell_bank_account_confirmed,
        events.CompanyReady: boundary.tell_company_ready,
        events.SigningOrdered: boundary.tell_signing_started,
        events.SigningCompleted: boundary.tell_company_signed,
        events.SigningFailed: boundary.tell_signing_failed,
    },
    refuses={
        portal.CompanyLookupRequested: boundary.tell_lookup_refused,
        portal.CompanyRegistrationRequested: boundary.tell_registration_refused,
        portal.TermsAccepted: boundary.tell_terms_refused,
        portal.AddressSaved: boundary.tell_address_refused,
        portal.BankAccountSaved: boundary.tell_bank_account_refused,
        portal.SigningRequested: boundary.tell_signing_refused,
        portal.SigningCancelled: boundary.tell_signing_refused,
    },
    acts={
        events.LookupRequested: Act(effects.look_up, destination=lambda event: f"register {event.country}"),
        events.SigningRequested: Act(effects.order_signature, at_once=20),
        events.SigningOrdered: Act(effects.collect_signature, at_once=500, timeout_s=300.0),
        events.OrderAbandoned: Act(effects.drop_order),
    },
    uses=[outside.registers, outside.signing_desk],
)
