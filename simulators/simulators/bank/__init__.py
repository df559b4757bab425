"""A bank: people pay into accounts, and the account's owner fetches files that tell of it."""
