"""Issuing on one page: a credit is reserved, and the invoice gets its number and is final."""

from chassis import Area
from contracts.invoicing import v1 as told
from contracts.wallet import v1 as wallet
from invoicing.issuing import boundary, commands, handlers
from invoicing.life import events

area = Area(
    hears={wallet.CreditReserved: boundary.on_credit_reserved},
    handles={commands.IssueInvoice: handlers.issue_invoice},
    tells={events.InvoiceIssued: told.InvoiceIssued},
)
