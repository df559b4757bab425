"""Signing for a company with an electronic identity."""
