"""Invoices of a supplier: drafts, sending, and the timeline of each."""
