"""Members: who has joined, how each receives documents, and what it asks of its suppliers' invoices."""
