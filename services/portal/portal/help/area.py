"""Help for everybody: articles that can be searched, contact, and what readers thought of them."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.help import pages

help_for_all = Part(pages=[pages.router], places=[Place("help", "help", "/help", for_all=True)])
