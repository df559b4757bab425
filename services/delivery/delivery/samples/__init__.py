"""Samples: a company sees what it will receive."""
