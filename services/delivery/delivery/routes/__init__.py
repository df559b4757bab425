"""Routes: how each company receives."""
