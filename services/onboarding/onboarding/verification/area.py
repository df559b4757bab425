"""Verification: what a company's register says of its details, and of the right of whoever signed for it."""

from chassis import Act, Area
from contracts.onboarding import v1 as told
from onboarding.companies.commands import RecordVerification
from onboarding.companies.events import AddressChanged, CompanyRegistered, VerificationRecorded
from onboarding.signing.commands import RecordAuthority
from onboarding.signing.events import AuthorityChecked, SigningCompleted
from onboarding.verification import boundary, commands, effects, events, handlers, policy

area = Area(
    handles={
        commands.BeginRegisterCheck: handlers.begin_register_check,
        commands.PutOffRegisterCheck: handlers.put_off_register_check,
        RecordVerification: handlers.record_verification,
        RecordAuthority: handlers.record_authority,
    },
    tells={
        VerificationRecorded: told.CompanyVerificationRecorded,
        AuthorityChecked: boundary.tell_signing_authority_checked,
    },
    acts={
        CompanyRegistered: Act(effects.begin_verification),
        AddressChanged: Act(effects.begin_verification),
        SigningCompleted: Act(effects.begin_authority_check),
        events.RegisterCheckDue: Act(effects.ask_register, destination=lambda event: "checks"),
    },
    schedules={events.RegisterCheckPutOff: policy.ask_register_again},
)
