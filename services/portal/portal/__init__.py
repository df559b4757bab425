"""The edge: it decides nothing about invoices, credits or companies; it tells what people did and shows the answers."""
