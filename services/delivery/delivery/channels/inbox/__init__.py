"""The channel within the network."""
