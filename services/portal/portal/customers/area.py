"""Customer registers: files of a company's own customers, and what became of their rows."""

from portal.customers import api
from portal.customers.view import CustomerRegisters
from portal.edge.part import Part

customers = Part(shows=[CustomerRegisters], api=[api.router])
