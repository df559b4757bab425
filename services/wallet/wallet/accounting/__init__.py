"""The network's own books."""
