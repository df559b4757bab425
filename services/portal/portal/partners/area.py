"""Trading partners: customers and suppliers of a company, each with its history."""

from portal.edge.part import Part
from portal.partners import api
from portal.partners.view import Partners

partners = Part(shows=[Partners], api=[api.router])
