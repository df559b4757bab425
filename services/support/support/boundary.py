"""Translates facts and events: facts heard become commands on cases, and what happens to cases is told."""

from uuid import UUID

from chassis import Heard, derived_id
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.support import v1 as told
from contracts.values import CompanyId, Personal
from support import commands, events
from support.case import Case

ACCESS = "access"

# What people and staff do.


def on_support_case_opened(fact: portal.SupportCaseOpened, heard: Heard) -> commands.OpenCase:
    return commands.OpenCase(
        case=fact.case,
        company=fact.company,
        person=fact.person,
        opened_by=fact.side,
        category=fact.category,
        title=fact.title,
        form=fact.form,
        text=fact.text,
        attachments=fact.attachments,
        name=fact.name,
        email=fact.email,
        language=fact.language,
        at=heard.at,
    )


def on_support_case_answered(fact: portal.SupportCaseAnswered, heard: Heard) -> commands.AnswerCase:
    return commands.AnswerCase(
        case=fact.case,
        company=fact.company,
        answer=heard.id,
        side=fact.side,
        text=fact.text,
        attachments=fact.attachments,
        at=heard.at,
    )


def on_support_case_closed(fact: portal.SupportCaseClosed, heard: Heard) -> commands.CloseCase:
    return commands.CloseCase(
        case=fact.case,
        company=fact.company,
        outcome="withdrawn" if fact.side == "customer" else "solved",
        at=heard.at,
    )


# Facts of other services that the operator's staff should see.


def on_access_requested(fact: onboarding.AccessRequested, heard: Heard) -> commands.OpenCase:
    """Opens a case in the asker's own name, since it has no company yet; staff decide if no owner does (D-01)."""
    return commands.OpenCase(
        case=access_case(fact.request),
        company=CompanyId(fact.person),
        person=fact.person,
        opened_by="service",
        category=ACCESS,
        title=Personal(fact.company_name),
        form=Personal({"company_name": fact.company_name}),
        text=fact.message if fact.message.reveal().strip() else Personal("–"),
        name=fact.name,
        email=fact.email,
        language=fact.language,
        matter=fact.request,
        at=heard.at,
    )


def on_access_request_answered(fact: onboarding.AccessRequestAnswered, heard: Heard) -> commands.CloseCase:
    """Closes the case once an owner said yes or no, since staff need not decide any more."""
    return commands.CloseCase(
        case=access_case(fact.request), company=CompanyId(fact.person), outcome="decided", if_open=True, at=heard.at
    )


def access_case(request: UUID) -> UUID:
    return derived_id(request, "support-case")


# What support tells.


def tell_case_answered(event: events.CaseAnswered, case: Case) -> told.CaseAnswered:
    return told.CaseAnswered(
        company=event.company,
        person=event.person,
        case=case.id,
        reference=case.reference,
        answer=event.answer,
        number=event.number,
        side=event.side,
        title=case.opening.title,
        text=event.text,
        attachments=event.attachments,
        email=case.opening.email,
        language=case.opening.language,
    )


def tell_case_closed(event: events.CaseClosed, case: Case) -> told.CaseClosed:
    return told.CaseClosed(
        company=event.company,
        person=event.person,
        case=case.id,
        reference=case.reference,
        outcome=event.outcome,
        title=case.opening.title,
        email=case.opening.email,
        language=case.opening.language,
    )


def tell_case_reopened(event: events.CaseReopened, case: Case) -> told.CaseReopened:
    return told.CaseReopened(
        company=event.company, person=event.person, case=case.id, reference=case.reference, side=event.side
    )
