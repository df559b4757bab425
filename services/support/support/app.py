"""Support on one page: what it hears, does, tells and schedules."""

from chassis import Service
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from support import boundary, commands, events, handlers, policy
from support.settings import SupportSettings
from support.writing import Limits

service = Service(
    name="support",
    settings=SupportSettings,
    hears={
        portal.SupportCaseOpened: boundary.on_support_case_opened,
        portal.SupportCaseAnswered: boundary.on_support_case_answered,
        portal.SupportCaseClosed: boundary.on_support_case_closed,
        portal.SupportCaseReopened: boundary.on_support_case_reopened,
        onboarding.AccessRequested: boundary.on_access_requested,
        onboarding.AccessRequestAnswered: boundary.on_access_request_answered,
    },
    handles={
        commands.OpenCase: handlers.open_case,
        commands.AnswerCase: handlers.answer_case,
        commands.CloseCase: handlers.close_case,
        commands.ReopenCase: handlers.reopen_case,
        commands.CloseQuietCase: handlers.close_quiet_case,
    },
    tells={
        events.CaseOpened: boundary.tell_case_opened,
        events.CaseAnswered: boundary.tell_case_answered,
        events.CaseClosed: boundary.tell_case_closed,
        events.CaseReopened: boundary.tell_case_reopened,
    },
    refuses={
        portal.SupportCaseOpened: boundary.tell_case_refused,
        portal.SupportCaseAnswered: boundary.tell_case_refused,
        portal.SupportCaseClosed: boundary.tell_case_refused,
        portal.SupportCaseReopened: boundary.tell_case_refused,
    },
    schedules={events.CaseAnswered: policy.close_when_quiet},
    uses=[Limits.register],
    documents_from=["portal"],
)
