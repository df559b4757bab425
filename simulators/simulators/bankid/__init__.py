"""Stands in for the Swedish BankID relying party API v6.0, and for the phone in the signer's hand."""
