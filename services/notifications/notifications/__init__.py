"""Notifications decides who is told what by mail, in which language, and sees it through."""
