"""Payments over a bank are matched to orders."""
