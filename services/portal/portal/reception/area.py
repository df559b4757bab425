"""How a company receives: method and format for each kind of document, and samples."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.reception import api, pages

reception = Part(
    api=[api.router],
    pages=[pages.router, pages.help_for_all],
    places=[Place("inbox", "reception", "/reception")],
)
