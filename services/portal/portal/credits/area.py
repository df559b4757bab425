"""Credits: what is left, the statement, accounts, automatic top-up and the plan."""

from portal.credits import api
from portal.credits.view import CreditAccounts, Credits
from portal.edge.part import Part

credits_area = Part(shows=[Credits, CreditAccounts], api=[api.router])
