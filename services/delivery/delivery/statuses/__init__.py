"""Statuses: where documents stand, what was opened, and what did not arrive."""
