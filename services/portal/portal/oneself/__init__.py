"""A person's own settings: profile, password, sessions, and what is asked for at log-in."""
