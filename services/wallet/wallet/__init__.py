"""Credits, plans, orders, payments."""
