"""The event store: units of work appended, loads gathered, the shape of stored rows."""
