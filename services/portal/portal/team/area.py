"""The people of a company: members, invited colleagues, and requests for access."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.team import access, api, joining, waiting
from portal.team.view import Team

team = Part(
    shows=[Team],
    api=[api.router],
    pages=[access.router, joining.router, waiting.router],
    places=[Place("settings", "waiting", "/waiting")],
)
