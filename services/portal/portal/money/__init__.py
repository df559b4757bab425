"""Money that waits for the operator's decision: set aside, charged back, owed, to be refunded."""
