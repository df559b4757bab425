"""Signing: how a company is signed for, and answers to common questions on it."""
