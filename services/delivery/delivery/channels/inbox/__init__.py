"""The channel that delivers to an inbox within the network."""
