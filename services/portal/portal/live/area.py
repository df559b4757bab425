"""Live updates: a page that is looked at hears that something on it has changed."""

from portal.edge.part import Part
from portal.live import pages

live = Part(pages=[pages.router])
