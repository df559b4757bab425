"""Writing, numbering, issuing and correcting invoices."""
