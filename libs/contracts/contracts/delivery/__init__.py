"""Facts told by delivery, by version."""
