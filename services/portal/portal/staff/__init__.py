"""The operator's staff: which roles they have at the desk, what two of them decide, and what each has done."""
