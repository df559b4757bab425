"""Issuing: an invoice gets its number and is final."""
