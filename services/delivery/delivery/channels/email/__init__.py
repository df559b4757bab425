"""The channel by mail."""
