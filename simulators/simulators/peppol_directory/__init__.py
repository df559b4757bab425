"""A stand-in for the Peppol Directory and for the SMPs behind it: who is published, and which documents they take."""
