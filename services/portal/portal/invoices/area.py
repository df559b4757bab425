"""Invoices of a supplier: drafts, sending, and the timeline of each."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.invoices import api, editor, lists, pages, preview
from portal.invoices.view import Invoices

invoices = Part(
    shows=[Invoices],
    api=[api.router, preview.router],
    pages=[editor.router, lists.router, pages.router],
    places=[Place("invoices", "invoices", "/invoices")],
)
