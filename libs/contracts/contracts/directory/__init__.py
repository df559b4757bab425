"""Facts told by directory, by version."""
