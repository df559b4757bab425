"""Stands in for Enhetsregisteret, the Norwegian register of companies at Brønnøysund, open and without keys."""
