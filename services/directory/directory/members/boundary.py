"""Heard and told of members: that they joined, and how they receive."""

from collections.abc import Iterator
from typing import get_args

from chassis import Command, Heard, Refused
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from directory.members import commands, events
from directory.members.commands import AcceptTerms, ChooseReception, Join, NoteSigning, OrderSample
from directory.recipients.commands import ListMember

METHODS_V1 = get_args(directory.ReceptionChanged.model_fields["method"].annotation)


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> list[Command]:
    join = Join(
        at=heard.at,
        company=fact.company,
        name=fact.name,
        language=fact.language,
        contact_email=fact.contact_email,
    )
    return [
        join,
        ListMember(at=heard.at, company=fact.company, name=fact.name, country=fact.country, number=fact.number),
    ]


def on_company_signed(fact: onboarding.CompanySigned, heard: Heard) -> NoteSigning | None:
    """Signing where a company is to be paid says nothing new about who it is."""
    return NoteSigning(at=heard.at, company=fact.company) if fact.purpose == "agreement" else None


def on_terms_recorded(fact: onboarding.TermsRecorded, heard: Heard) -> AcceptTerms:
    return AcceptTerms(at=heard.at, company=fact.company, version=fact.version)


def on_reception_chosen(fact: portal.ReceptionChosen | portal_v2.ReceptionChosen, heard: Heard) -> ChooseReception:
    return ChooseReception(
        at=heard.at,
        company=fact.company,
        document_type=fact.document_type,
        method=fact.method,
        format=fact.format,
        email=fact.email,
    )


def on_sample_document_requested(fact: portal.SampleDocumentRequested, heard: Heard) -> OrderSample:
    return OrderSample(at=heard.at, company=fact.company, sample=fact.sample, document_type=fact.document_type)


def tell_reception_changed(
    event: events.ReceptionChanged, _: object
) -> Iterator[directory_v2.ReceptionChanged | directory.ReceptionChanged]:
    """In both versions, as long as somebody hears the first: it knows invoices by mail or inbox alone."""
    told = {
        "company": event.company,
        "document_type": event.document_type,
        "method": event.method,
        "format": event.format,
        "email": event.email,
        "decided_by": event.decided_by,
    }
    yield directory_v2.ReceptionChanged.model_validate(told)
    if event.document_type == "invoice" and event.method in METHODS_V1:
        yield directory.ReceptionChanged.model_validate(told)


def tell_sample_document_ordered(event: events.SampleDocumentOrdered, _: object) -> directory.SampleDocumentOrdered:
    return directory.SampleDocumentOrdered(
        company=event.company,
        sample=event.sample,
        document_type=event.document_type,
        method=event.method,
        format=event.format,
        email=event.email,
    )


def tell_reception_refused(
    fact: portal.ReceptionChosen | portal_v2.ReceptionChosen, refused: Refused
) -> directory.ReceptionRefused:
    return directory.ReceptionRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_sample_document_refused(
    fact: portal.SampleDocumentRequested, refused: Refused
) -> directory.SampleDocumentRefused:
    return directory.SampleDocumentRefused(company=fact.company, code=refused.code, details=refused.details)


def on_approval_policy_set(fact: portal.ApprovalPolicySet, heard: Heard) -> commands.SetApprovalPolicy:
    return commands.SetApprovalPolicy(at=heard.at, company=fact.company, required=fact.required)


def on_buyer_rules_set(fact: portal.BuyerRulesSet, heard: Heard) -> commands.SetBuyerRules:
    return commands.SetBuyerRules(at=heard.at, company=fact.company, rules=fact.rules, valid_from=fact.valid_from)


def tell_approval_policy_changed(event: events.ApprovalPolicyChanged, _: object) -> directory.ApprovalPolicyChanged:
    return directory.ApprovalPolicyChanged(company=event.company, required=event.required)


def tell_buyer_rules_changed(event: events.BuyerRulesChanged, _: object) -> directory.BuyerRulesChanged:
    return directory.BuyerRulesChanged(
        company=event.company, version=event.version, valid_from=event.valid_from, rules=event.rules
    )


def tell_buyer_rules_refused(fact: portal.BuyerRulesSet, refused: Refused) -> directory.BuyerRulesRefused:
    return directory.BuyerRulesRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_approval_refused(fact: portal.ApprovalPolicySet, refused: Refused) -> directory.ApprovalRefused:
    return directory.ApprovalRefused(company=fact.company, code=refused.code, details=refused.details)
