"""The credits of accounts."""
