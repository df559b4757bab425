"""Accounts of people: signing up, logging in, one's profile and password, and the mails that go with them."""
