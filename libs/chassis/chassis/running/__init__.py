"""A service while it runs: start-up and stop, health, replay, and what its site may ask."""
