"""Translates facts about invoices: held, undeliverable or received."""

from chassis import Heard
from contracts.delivery import v1 as delivery
from contracts.invoicing import v1 as invoicing
from notifications.boundary.contact import money, to_contact
from notifications.commands import MailContact

HELD = {"no-credit": "invoices-held", "quota-reached": "quota-reached"}
"""The mail for each reason that the supplier can do something about."""


def on_invoice_held(fact: invoicing.InvoiceHeld, heard: Heard) -> MailContact | None:
    """Mails only about what the supplier can act on: other reasons pass by themselves, and the portal shows them."""
    template = HELD.get(fact.reason)
    return to_contact(fact.company, heard.id, template, {}, heard) if template else None


def on_invoice_undeliverable(fact: invoicing.InvoiceUndeliverable, heard: Heard) -> MailContact:
    values = {"invoice": str(fact.invoice), "repair": fact.repair}
    return to_contact(fact.company, heard.id, "invoice-undeliverable", values, heard)


def on_document_received(fact: delivery.DocumentReceived, heard: Heard) -> MailContact:
    values = {
        "supplier_name": fact.supplier_name,
        "number": fact.number,
        "payable": money(fact.payable),
        "due_date": fact.due_date.isoformat() if fact.due_date else "",
    }
    return to_contact(fact.company, fact.document, "document-received", values, heard)
