"""Translates facts: those heard become mails to be planned, area by area, and the outcome of each mail is told."""
