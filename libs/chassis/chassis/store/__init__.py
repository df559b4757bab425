"""The event store: units of work appended, loads gathered, the shape of stored rows, and what is kept beside them."""
