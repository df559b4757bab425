"""Members: who is aboard, how each receives documents, and what it asks of its suppliers' invoices."""
