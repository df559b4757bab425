"""Telling people and systems: e-mail, webhooks."""
