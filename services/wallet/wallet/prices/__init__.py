"""Prices that are announced ahead."""
