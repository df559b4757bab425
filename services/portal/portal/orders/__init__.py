"""Orders: carts, prices, orders, refunds, adjustments, and what the card company reports."""
