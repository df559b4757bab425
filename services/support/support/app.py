"""Support on one page: what it hears, does, tells and schedules."""

from chassis import Service
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.support import v1 as told
from support import boundary, commands, events, handlers, policy
from support.case import Case
from support.settings import SupportSettings
from support.writing import Limits

ACTS = (
    portal.SupportCaseOpened,
    portal.SupportCaseAnswered,
    portal.SupportCaseClosed,
    portal.SupportCaseReopened,
)
"""The facts by which people act on cases; a refusal of any of them is told in the same way."""

service = Service(
    name="support",
    settings=SupportSettings,
    hears={
        portal.SupportCaseOpened: boundary.on_support_case_opened,
        portal.SupportCaseAnswered: boundary.on_support_case_answered,
        portal.SupportCaseClosed: boundary.on_support_case_closed,
        portal.SupportCaseReopened: commands.ReopenCase,
        onboarding.AccessRequested: boundary.on_access_requested,
        onboarding.AccessRequestAnswered: boundary.on_access_request_answered,
    },
    handles={
        commands.OpenCase: handlers.open_case,
        commands.AnswerCase: handlers.answer_case,
        commands.CloseCase: Case.close,
        commands.ReopenCase: Case.reopen,
        commands.CloseQuietCase: Case.close_quiet,
    },
    tells={
        events.CaseOpened: told.CaseOpened,
        events.CaseAnswered: boundary.tell_case_answered,
        events.CaseClosed: boundary.tell_case_closed,
        events.CaseReopened: boundary.tell_case_reopened,
    },
    refuses=dict.fromkeys(ACTS, told.CaseRefused),
    schedules={events.CaseAnswered: policy.close_when_quiet},
    uses=[Limits.register],
    documents_from=["portal"],
)
