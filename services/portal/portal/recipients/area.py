"""Recipients: searching for whom to send to, and asking for one that is missing."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.recipients import api, pages
from portal.recipients.view import RecipientRequests, Recipients

recipients = Part(
    shows=[Recipients, RecipientRequests],
    api=[api.router],
    pages=[pages.router],
    places=[
        Place("customers", "recipients", "/recipients"),
        Place("customers", "requests", "/recipients/requests"),
    ],
)
