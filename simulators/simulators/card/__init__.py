"""Stands in for a card payment provider with a hosted checkout: no card number ever reaches us."""
