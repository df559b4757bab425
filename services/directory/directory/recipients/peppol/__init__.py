"""Peppol as the directory knows it: who is published there, and which documents they receive."""
