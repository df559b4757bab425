"""Facts told by wallet, by version."""
