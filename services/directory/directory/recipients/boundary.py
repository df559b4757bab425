"""Heard and told of recipients: looked up outside, asked for, decided."""

from chassis import Heard, Refused
from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from directory.recipients import events
from directory.recipients.commands import DecideRecipientRequest, LookUpRecipient, RequestRecipient
from directory.recipients.lookup import RecipientLookup
from directory.recipients.request import RecipientRequest

REFUSED_BY_OPERATOR = "recipient-request.refused-by-operator"


def on_recipient_lookup_requested(fact: portal.RecipientLookupRequested, heard: Heard) -> LookUpRecipient:
    return LookUpRecipient(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        lookup=fact.lookup,
        country=fact.country,
        query=fact.query,
        document_type=fact.document_type,
    )


def on_recipient_requested(fact: portal.RecipientRequested, heard: Heard) -> RequestRecipient:
    return RequestRecipient(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        request=fact.request,
        kind=fact.kind,
        name=fact.name,
        country=fact.country,
        number=fact.number,
        operator=fact.operator,
        email=fact.email,
        gln=fact.gln,
        e_invoice_required=fact.e_invoice_required,
    )


def on_recipient_request_decided(fact: portal.RecipientRequestDecided, heard: Heard) -> DecideRecipientRequest:
    return DecideRecipientRequest(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        request=fact.request,
        decision=fact.decision,
        note=fact.note,
        operator=fact.operator,
        participant=fact.participant,
        e_invoice_required=fact.e_invoice_required,
    )


def tell_recipient_lookup_answered(
    event: events.RecipientLookupAnswered, lookup: RecipientLookup
) -> directory.RecipientLookupAnswered:
    return directory.RecipientLookupAnswered(
        company=event.company, lookup=lookup.id, reach=event.reach, hits=event.hits
    )


def tell_recipient_request_received(
    event: events.RecipientRequested, request: RecipientRequest
) -> directory.RecipientRequestReceived:
    return directory.RecipientRequestReceived(
        company=event.company,
        request=request.id,
        kind=event.kind,
        name=event.name,
        country=event.country,
        number=event.number,
        operator=event.operator,
        email=event.email,
        gln=event.gln,
        e_invoice_required=event.e_invoice_required,
    )


def tell_recipient_request_taken(
    event: events.RecipientRequestTaken, request: RecipientRequest
) -> directory.RecipientRequestTaken:
    return directory.RecipientRequestTaken(company=event.company, request=request.id)


def tell_recipient_granted(
    event: events.RecipientRequestGranted, request: RecipientRequest
) -> directory.RecipientRegistered | directory.RecipientUpdated:
    claim = request.claim
    registered = directory.RecipientRegistered(
        company=event.company,
        request=request.id,
        recipient=event.recipient,
        name=claim.name,
        country=claim.country,
        number=claim.number,
        number_is_personal=request.participant.is_personal,
        operator=event.operator,
        behind_other_operator=event.behind_other_operator,
        participant=event.participant,
        gln=claim.gln,
        e_invoice_required=event.e_invoice_required,
    )
    if event.outcome == "registered":
        return registered
    return directory.RecipientUpdated(**dict(registered), previous_operator=event.previous_operator)


def tell_recipient_request_refused(
    event: events.RecipientRequestRefused, request: RecipientRequest
) -> directory.RecipientRequestRefused:
    return directory.RecipientRequestRefused(
        company=event.company,
        request=request.id,
        name=request.claim.name,
        decided=True,
        code=REFUSED_BY_OPERATOR,
        details={"name": request.claim.name, "reason": event.note},
    )


def tell_lookup_refused(fact: portal.RecipientLookupRequested, refused: Refused) -> directory.RecipientLookupRefused:
    return directory.RecipientLookupRefused(
        company=fact.company, lookup=fact.lookup, code=refused.code, details=refused.details
    )


def tell_request_refused(fact: portal.RecipientRequested, refused: Refused) -> directory.RecipientRequestRefused:
    return directory.RecipientRequestRefused(
        company=fact.company, request=fact.request, name=fact.name, code=refused.code, details=refused.details
    )


def tell_decision_refused(fact: portal.RecipientRequestDecided, refused: Refused) -> directory.RecipientDecisionRefused:
    return directory.RecipientDecisionRefused(
        company=fact.company, request=fact.request, code=refused.code, details=refused.details
    )
