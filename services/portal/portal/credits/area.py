"""Credits: what is left, the statement, accounts, automatic top-up and the plan."""

from portal.credits import api, pages
from portal.credits.view import CreditAccounts, Credits
from portal.edge.menu import Place
from portal.edge.part import Part

credits_area = Part(
    shows=[Credits, CreditAccounts],
    api=[api.router],
    pages=[pages.router],
    places=[
        Place("credits", "statement", "/credits/statement"),
        Place("credits", "credit_accounts", "/credits/accounts"),
    ],
)
