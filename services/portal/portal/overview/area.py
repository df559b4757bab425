"""The front page of a company: what is left to do, what is new, and where one goes from there."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.overview import guides, pages

overview = Part(pages=[pages.router, guides.router], places=[Place("overview", "overview", "")])
