"""Carts, orders and their payment."""
