"""Prices announced ahead, and the register of those who are told of them. No I/O, no clock, no randomness."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, Refused, derived_id
from contracts.values import CompanyId
from wallet.catalogue import ORE, PRICES, Price, item_of, price_at
from wallet.prices.commands import AnnouncePrice, NoticeCustomers
from wallet.prices.events import (
    CustomerListed,
    CustomersNoticed,
    PageEvent,
    PageFilled,
    PriceAnnounced,
    PriceListEvent,
    RegisterEvent,
)
from wallet.rules import Rules

PRICE_LIST = UUID("5f0b1d7e-7f3c-5c0e-9d52-2f1f7c8a4e10")
"""The one list that there is."""
REGISTER = derived_id(PRICE_LIST, "register")


def page_id(page: int) -> UUID:
    return derived_id(PRICE_LIST, "page", str(page))


class PriceList(Aggregate[PriceListEvent], stream="wallet.price_list"):
    """What staff announced, beside the prices that the catalogue came with."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.prices: list[Price] = list(PRICES)
        self.announced: set[UUID] = set()

    # Decisions.

    def announce(self, command: AnnouncePrice, rules: Rules) -> None:
        """A price from a day on. Raises Refused when it comes too soon, or is no price (S4-21)."""
        if command.announcement in self.announced:
            return
        item = item_of(command.item)
        amount = command.net.amount
        if not 0 < amount < 1_000_000 or amount != amount.quantize(ORE) or command.net.currency != "SEK":
            raise Refused("price.invalid", net=f"{amount} {command.net.currency}")
        earliest = command.at + timedelta(days=rules.price_notice_days)
        if command.valid_from < earliest:
            raise Refused("price.too-soon", days=rules.price_notice_days, earliest=earliest.date().isoformat())
        if any(price.item == item.name and price.valid_from == command.valid_from for price in self.prices):
            raise Refused("price.announced-already", klip=item.name, valid_from=command.valid_from.date().isoformat())
        self.record(
            PriceAnnounced(
                announcement=command.announcement,
                person=command.person,
                item=item.name,
                net=command.net,
                previous=price_at(item.name, command.valid_from, self.prices).net,
                valid_from=command.valid_from,
            )
        )

    # Evolution.

    def evolve(self, event: PriceListEvent) -> None:
        self.prices.append(Price(event.item, event.valid_from, event.net))
        self.announced.add(event.announcement)


class Register(Aggregate[RegisterEvent], stream="wallet.register"):
    """Which page of the register new customers are written on."""

    page: int = 1

    def fill(self) -> None:
        self.record(PageFilled(page=self.page))

    def evolve(self, event: RegisterEvent) -> None:
        self.page = event.page + 1


class Page(Aggregate[PageEvent], stream="wallet.register_page"):
    """Some customers, so that all of them can be told of something without ever reading them all at once."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.companies: list[CompanyId] = []
        self.noticed: set[UUID] = set()

    # Decisions.

    def write(self, company: CompanyId) -> None:
        self.record(CustomerListed(company=company))

    def notice(self, command: NoticeCustomers) -> None:
        """Tells everybody on the page, once for each announcement; an empty page ends it."""
        if self.companies and command.announcement not in self.noticed:
            self.record(
                CustomersNoticed(
                    companies=tuple(self.companies),
                    announcement=command.announcement,
                    item=command.item,
                    net=command.net,
                    previous=command.previous,
                    valid_from=command.valid_from,
                    page=command.page,
                )
            )

    # Evolution.

    def evolve(self, event: PageEvent) -> None:
        match event:
            case CustomerListed():
                self.companies.append(event.company)
            case CustomersNoticed():
                self.noticed.add(event.announcement)
            case _:
                assert_never(event)
