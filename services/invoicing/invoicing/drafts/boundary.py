"""The wall: facts heard become commands, what has happened becomes facts told."""

from __future__ import annotations

from chassis import REPEATED, Heard, Refused
from contracts.invoicing import v1 as told
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from invoicing.drafts import commands
from invoicing.life import events
from invoicing.life.invoice import Invoice
from invoicing.life.refusing import SendingRefused

# What people do.


def on_invoice_draft_saved(fact: portal.InvoiceDraftSaved, heard: Heard) -> commands.KeepDraft:
    return commands.KeepDraft(
        company=fact.company, invoice=fact.invoice, draft=fact.draft, revision=fact.revision, at=heard.at
    )


def on_invoice_submitted(fact: portal.InvoiceSubmitted, heard: Heard) -> commands.SubmitInvoice:
    return commands.SubmitInvoice(company=fact.company, invoice=fact.invoice, revision=fact.revision, at=heard.at)


def on_order_invoice_wanted(fact: wallet.OrderInvoiceWanted, heard: Heard) -> commands.InvoiceOrder:
    """The network sells too: what it sends is numbered, judged and delivered like everybody's (S1-26)."""
    return commands.InvoiceOrder(company=fact.company, order=fact.order, draft=fact.draft, at=heard.at)


# What is told.


def tell_invoice_drafted(event: events.InvoiceDrafted, invoice: Invoice) -> told.InvoiceDrafted:
    return told.InvoiceDrafted(
        company=event.company,
        invoice=invoice.id,
        receiver=event.draft.receiver,
        receiver_name=event.receiver_name,
        net=event.net,
        vat=event.vat,
        payable=event.payable,
        due_date=event.draft.due_date,
        findings=event.findings,
        revision=event.revision,
    )


# What is refused.


def tell_draft_refused(fact: portal.InvoiceDraftSaved, refused: Refused) -> told.InvoiceDraftRefused:
    return told.InvoiceDraftRefused(
        company=fact.company, invoice=fact.invoice, code=refused.code, details=refused.details
    )


def tell_submission_refused(
    fact: portal.InvoiceSubmitted, refused: Refused
) -> told.InvoiceRefused | told.SendingRepeated:
    """A Send that is repeated refuses nothing: the wallet would give back the credit of the first."""
    if refused.code == REPEATED:
        return told.SendingRepeated(company=fact.company, invoice=fact.invoice, code=refused.code)
    return told.InvoiceRefused(
        company=fact.company,
        invoice=fact.invoice,
        code=refused.code,
        details=refused.details,
        findings=refused.findings if isinstance(refused, SendingRefused) else (),
    )
