"""The people of a company: members, invited colleagues, and requests for access."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.team import access, api, joining, people, waiting
from portal.team.view import Team

team = Part(
    shows=[Team],
    api=[api.router],
    pages=[access.router, joining.router, waiting.router, people.router],
    places=[Place("settings", "people", "/people"), Place("settings", "waiting", "/waiting")],
)
