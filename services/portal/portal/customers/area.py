"""Customer registers: files of a company's own customers, and what became of their rows."""

from portal.customers import api, pages
from portal.customers.view import CustomerRegisters
from portal.edge.menu import Place
from portal.edge.part import Part

customers = Part(
    shows=[CustomerRegisters],
    api=[api.router],
    pages=[pages.router],
    places=[Place("customers", "customer_register", "/customer-register")],
)
