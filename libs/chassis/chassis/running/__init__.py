"""A service while it runs: start-up and stop, health, telemetry, replay."""
