"""Starts real PostgreSQL and NATS from wheels, a mail catcher, the simulators and every service."""
