"""Honest stand-ins for what lies outside: registers, BankID, card payments."""
