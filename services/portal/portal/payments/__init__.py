"""Payments over a bank: files, payments, and transfers that pay an order."""
