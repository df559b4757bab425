"""The operator's desk: what its staff see and do for the areas below."""
