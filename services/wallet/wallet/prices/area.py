"""Prices on one page: a price is announced ahead, and every customer is told of it."""

from chassis import Area
from contracts.portal import v1 as portal
from wallet.prices import boundary, commands, events, handlers, policy

area = Area(
    hears={
        portal.PriceAnnounced: boundary.on_price_announced,
    },
    handles={
        commands.AnnouncePrice: handlers.announce_price,
        commands.NoticeCustomers: handlers.notice_customers,
    },
    tells={
        events.PriceAnnounced: boundary.tell_price_announced,
        events.CustomersNoticed: boundary.tell_price_change_noticed,
    },
    refuses={
        portal.PriceAnnounced: boundary.tell_price_refused,
    },
    schedules={
        events.PriceAnnounced: policy.notice_customers,
        events.CustomersNoticed: policy.notice_next_page,
    },
)
