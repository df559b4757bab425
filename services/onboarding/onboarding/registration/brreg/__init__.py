"""Enhetsregisteret at Brønnøysund, the register of Norwegian companies."""
