"""The wall: facts heard become commands, what has happened becomes facts told."""

from __future__ import annotations

from chassis import Heard
from contracts.invoicing import v1 as told
from contracts.wallet import v1 as wallet
from invoicing.issuing import commands
from invoicing.life import events
from invoicing.life.invoice import KLIP, Invoice

# What becomes of its credit.


def on_credit_reserved(fact: wallet.CreditReserved, heard: Heard) -> commands.IssueInvoice | None:
    if fact.klip != KLIP:
        return None
    return commands.IssueInvoice(company=fact.company, invoice=fact.invoice, at=heard.at)


def tell_invoice_issued(event: events.InvoiceIssued, invoice: Invoice) -> told.InvoiceIssued:
    return told.InvoiceIssued(
        company=event.company,
        invoice=invoice.id,
        number=event.number,
        issue_date=event.issue_date,
        due_date=event.due_date,
        receiver=event.receiver,
        supplier_name=event.supplier_name,
        receiver_name=event.receiver_name,
        net=event.net,
        vat=event.vat,
        payable=event.payable,
        document=event.document,
        rules=event.rules,
    )
