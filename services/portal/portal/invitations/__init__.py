"""Invitations and enrolments: two companies on their way to trading with each other."""
