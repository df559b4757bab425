"""Money that waits for the operator's decision: set aside, charged back, owed, to be refunded."""

from portal.edge.part import Part
from portal.money import api
from portal.money.view import WaitingMoney

money = Part(shows=[WaitingMoney], api=[api.router])
