"""Support: questions, cases and their answers."""
