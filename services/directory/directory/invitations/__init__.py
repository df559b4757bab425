"""Invitations: made, held, answered, and how slowly one may guess."""
