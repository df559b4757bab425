"""Onboarding: how companies join the network, by look-up, details, terms and signing."""
