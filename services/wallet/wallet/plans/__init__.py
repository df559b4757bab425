"""Plans are chosen and billed."""
