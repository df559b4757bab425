"""Prices on one page: a price is announced ahead, and every customer is told of it."""

from chassis import Area
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.prices import boundary, commands, events, handlers, policy

area = Area(
    hears={portal.PriceAnnounced: boundary.on_price_announced},
    handles={
        commands.AnnouncePrice: handlers.announce_price,
        commands.NoticeCustomers: handlers.notice_customers,
    },
    tells={
        events.PriceAnnounced: told.PriceAnnounced,
        events.CustomersNoticed: boundary.tell_price_change_noticed,
    },
    refuses={portal.PriceAnnounced: told.PriceRefused},
    schedules={
        events.PriceAnnounced: policy.notice_customers,
        events.CustomersNoticed: policy.notice_next_page,
    },
)
