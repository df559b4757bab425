"""Tells the operator's decisions about recipients, together with what was asked for."""

from contracts.directory import v1 as directory
from directory.recipients import events
from directory.recipients.request import RecipientRequest

REFUSED_BY_OPERATOR = "recipient-request.refused-by-operator"


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
