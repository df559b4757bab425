"""Companies as customers, and their accounts."""
