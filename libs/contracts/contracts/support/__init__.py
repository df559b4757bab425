"""What support tells."""
