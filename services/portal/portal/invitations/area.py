"""Invitations and enrolments: two companies on their way to trading with each other."""

from portal.edge.part import Part
from portal.invitations import api, pages

invitations = Part(api=[api.router, api.welcomes], pages=[pages.router])
