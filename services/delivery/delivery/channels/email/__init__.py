"""The channel that sends documents by e-mail."""
