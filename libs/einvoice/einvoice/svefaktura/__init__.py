"""Svefaktura 1.0, Sweden's older format."""
