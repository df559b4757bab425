"""API keys: with what a company's systems come in."""
