"""Orders: carts, prices, orders, refunds, adjustments, and what the card company reports."""

from portal.edge.part import Part
from portal.orders import api, webhooks
from portal.orders.view import Announced, Orders

orders = Part(shows=[Orders, Announced], api=[api.router, webhooks.router])
