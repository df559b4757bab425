"""Reference rules: what a buyer requires on its invoices, and whether a reference fulfils it."""

from portal.edge.part import Part
from portal.reference_rules import api

reference_rules = Part(api=[api.router, api.examples])
