"""BankID, the Swedish electronic identity."""
