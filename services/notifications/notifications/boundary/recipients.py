"""Heard of recipients: what became of the requests that senders made (S2-15)."""

from chassis import Heard
from contracts.directory import v1 as directory
from notifications.boundary.contact import to_contact
from notifications.commands import MailContact


def on_recipient_registered(fact: directory.RecipientRegistered, heard: Heard) -> MailContact:
    values = {"recipient_name": fact.name, "operator": fact.operator, "required": _yes(fact.e_invoice_required)}
    return to_contact(fact.company, fact.request, "recipient-registered", values, heard)


def on_recipient_updated(fact: directory.RecipientUpdated, heard: Heard) -> MailContact:
    values = {
        "recipient_name": fact.name,
        "operator": fact.operator,
        "previous_operator": fact.previous_operator,
        "required": _yes(fact.e_invoice_required),
    }
    return to_contact(fact.company, fact.request, "recipient-updated", values, heard)


def on_recipient_request_refused(fact: directory.RecipientRequestRefused, heard: Heard) -> MailContact | None:
    """Only the operator's word is mailed: a form that was filled in wrongly said so at once."""
    if not fact.decided:
        return None
    values = {"recipient_name": fact.name, "reason": fact.details.get("reason", "")}
    return to_contact(fact.company, fact.request, "recipient-request-refused", values, heard)


def _yes(value: bool) -> str:
    return "yes" if value else ""
