"""Heard and told of prices."""

from collections.abc import Iterator

from chassis import Heard
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.prices import commands, events
from wallet.prices.price_list import PRICE_LIST, Page


def on_price_announced(fact: portal.PriceAnnounced, heard: Heard) -> commands.AnnouncePrice:
    return commands.AnnouncePrice(
        price_list=PRICE_LIST,
        announcement=fact.announcement,
        person=fact.person,
        item=fact.item,
        net=fact.net,
        valid_from=fact.valid_from,
        at=heard.at,
    )


def tell_price_change_noticed(event: events.CustomersNoticed, page: Page) -> Iterator[told.PriceChangeNoticed]:
    for company in event.companies:
        yield told.PriceChangeNoticed(
            company=company,
            announcement=event.announcement,
            item=event.item,
            net=event.net,
            previous=event.previous,
            valid_from=event.valid_from,
        )
