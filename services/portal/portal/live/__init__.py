"""Live updates: a page that is looked at hears that something on it has changed."""
