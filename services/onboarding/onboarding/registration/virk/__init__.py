"""Virk, which distributes the Danish register of companies (CVR)."""
