"""Companies: registering one, its details, addresses, bank accounts and terms, and acting for one."""

from portal.companies import api, bank_accounts, pages, terms
from portal.companies.view import Companies
from portal.edge.part import Part

companies = Part(shows=[Companies], api=[api.router, bank_accounts.router, terms.router], pages=[pages.router])
