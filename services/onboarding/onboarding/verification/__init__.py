"""Verification: what the register says of a company and of whoever signs for it."""
