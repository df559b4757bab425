"""Translates what is told of drafts: receiver and due date come from the draft, a refused Send tells its findings."""

from __future__ import annotations

from chassis import REPEATED, Refused
from contracts.invoicing import v1 as told
from contracts.portal import v1 as portal
from invoicing.drafts.figures import parts
from invoicing.drafts.findings import is_summable
from invoicing.life import events
from invoicing.life.invoice import Invoice
from invoicing.life.refusing import SendingRefused


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
        sums=parts(event.draft) if is_summable(event.draft) else None,
    )


def tell_submission_refused(
    fact: portal.InvoiceSubmitted, refused: Refused
) -> told.InvoiceRefused | told.SendingRepeated:
    """Tells a repeated Send apart from a refusal, upon which the wallet would release the first Send's credit."""
    if refused.code == REPEATED:
        return told.SendingRepeated(company=fact.company, invoice=fact.invoice, code=refused.code)
    return told.InvoiceRefused(
        company=fact.company,
        invoice=fact.invoice,
        code=refused.code,
        details=refused.details,
        findings=refused.findings if isinstance(refused, SendingRefused) else (),
    )
