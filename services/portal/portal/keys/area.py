"""API keys: with what a company's systems come in."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.keys import api, pages, tokens

keys = Part(api=[api.router, tokens.router], pages=[pages.router], places=[Place("settings", "keys", "/keys")])
