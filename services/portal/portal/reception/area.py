"""Reception: how a company receives its documents."""

from portal.edge.part import Part
from portal.reception import api

reception = Part(api=[api.router])
