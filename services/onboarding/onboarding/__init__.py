"""Companies come aboard: look-up, details, terms, signing."""
