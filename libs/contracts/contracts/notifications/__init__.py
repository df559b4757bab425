"""Facts told by notifications, by version."""
