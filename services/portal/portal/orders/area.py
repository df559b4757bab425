"""Orders: carts, prices, orders, refunds, adjustments, and what the card company reports."""

from portal.edge.menu import Place
from portal.edge.part import Part
from portal.orders import api, pages, plans, shop, webhooks
from portal.orders.view import Announced, Orders

orders = Part(
    shows=[Orders, Announced],
    api=[api.router, webhooks.router],
    pages=[shop.router, pages.router, plans.router],
    places=[
        Place("credits", "shop", "/credits"),
        Place("credits", "orders", "/orders"),
        Place("credits", "plan", "/plan"),
        Place("credits", "top_up", "/credits/top-up"),
    ],
)
