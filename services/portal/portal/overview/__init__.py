"""The front page of a company: what is left to do, what is new, and where one goes from there."""
