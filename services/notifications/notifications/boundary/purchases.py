"""Heard of credits: receipts and warnings."""

from chassis import Heard
from contracts.wallet import v1 as wallet
from notifications.boundary.contact import money, to_contact
from notifications.commands import MailContact


def on_order_paid(fact: wallet.OrderPaid, heard: Heard) -> MailContact:
    """The receipt, to the administrative contact whoever paid (S1-16)."""
    values = {
        "order": str(fact.order),
        "quantity": str(fact.quantity),
        "net": money(fact.net),
        "vat": money(fact.vat),
        "total": money(fact.total),
        "payment": fact.payment,
        "paid_on": heard.at.date().isoformat(),
    }
    return to_contact(fact.company, fact.order, "order-receipt", values, heard)


def on_balance_low(fact: wallet.BalanceLow, heard: Heard) -> MailContact:
    return to_contact(fact.company, heard.id, "credits-low", {"available": str(fact.available)}, heard)
