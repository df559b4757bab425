"""Deciding: what is asked is carried out in one session, over what that stands on, while the clock is right."""
