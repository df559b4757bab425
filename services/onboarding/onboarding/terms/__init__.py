"""The user terms that a company accepts."""
