"""Connections: who trades with whom, and on which conditions."""
