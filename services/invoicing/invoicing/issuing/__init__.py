"""Issuing: a credit is reserved, and the invoice gets its number and is final."""
