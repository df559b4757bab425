"""Facts told by portal, by version."""
