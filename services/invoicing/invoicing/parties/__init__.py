"""Parties: the companies that invoices are between, their connections, and what buyers ask."""
