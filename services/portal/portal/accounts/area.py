"""Accounts of people: signing up, logging in, one's profile and password, and the mails that go with them."""

from portal.accounts import api, entrance, passwords, profile, signup
from portal.edge.part import Part

accounts = Part(api=[api.router, profile.router], pages=[entrance.router, signup.router, passwords.router])
