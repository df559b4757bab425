"""Facts told by onboarding, by version."""
