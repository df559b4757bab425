"""Bolagsverket, the register of Swedish companies."""
