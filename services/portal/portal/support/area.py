"""Support: questions, cases and their answers."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.support import api, pages
from portal.support.view import Cases

support = Part(
    shows=[Cases],
    api=[api.router],
    pages=[pages.router],
    places=[Place("help", "support", "/support", for_all=True)],
)
