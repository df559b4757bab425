"""The life of an invoice, and the invoice itself: it waits, is held or taken back, is handed over and opened."""
