"""Facts told by invoicing, by version."""
