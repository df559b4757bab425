"""Customers: a supplier's own register of them, imported from a file."""
