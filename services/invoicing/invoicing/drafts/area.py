"""Drafts on one page: what is written, kept, judged and sent."""

from chassis import Area
from contracts.invoicing import v1 as told
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from invoicing.drafts import boundary, commands, handlers, policy
from invoicing.life import events

area = Area(
    hears={
        portal.InvoiceDraftSaved: commands.KeepDraft,
        portal.InvoiceSubmitted: commands.SubmitInvoice,
        wallet.OrderInvoiceWanted: commands.InvoiceOrder,
    },
    handles={
        commands.KeepDraft: handlers.keep_draft,
        commands.SubmitInvoice: handlers.submit_invoice,
        commands.ContinueInvoice: handlers.continue_invoice,
        commands.InvoiceOrder: handlers.invoice_order,
    },
    tells={events.InvoiceDrafted: boundary.tell_invoice_drafted},
    refuses={
        portal.InvoiceDraftSaved: told.InvoiceDraftRefused,
        portal.InvoiceSubmitted: boundary.tell_submission_refused,
    },
    schedules={events.InvoiceHeld: policy.when_its_time_comes},
)
