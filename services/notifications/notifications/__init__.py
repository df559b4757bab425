"""Notifications decides who is told what by mail, in which language, and carries each mail to an outcome."""
