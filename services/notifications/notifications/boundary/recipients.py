"""Translates facts about recipients: the outcome of requests that senders made (S2-15)."""

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
    """Mails only the operator's refusal: an error in the form was shown at once."""
    if not fact.decided:
        return None
    values = {"recipient_name": fact.name, "reason": fact.details.get("reason", "")}
    return to_contact(fact.company, fact.request, "recipient-request-refused", values, heard)


def _yes(value: bool) -> str:
    return "yes" if value else ""
