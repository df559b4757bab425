"""The life of an invoice: it waits, is held or taken back, is handed over and read."""
