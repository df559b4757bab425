"""Recipients: searching for whom to send to, and asking for one that is missing."""

from portal.edge.part import Part
from portal.recipients import api
from portal.recipients.view import RecipientRequests, Recipients

recipients = Part(shows=[Recipients, RecipientRequests], api=[api.router])
