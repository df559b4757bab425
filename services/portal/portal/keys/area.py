"""API keys: with what a company's systems come in."""

from portal.edge.part import Part
from portal.keys import api, tokens

keys = Part(api=[api.router, tokens.router])
