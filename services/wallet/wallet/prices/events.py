"""What has happened to prices, and to the register of those who are told of them. Stored for ever."""

from datetime import datetime
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, Money, PersonId


class PriceAnnounced(Event, topic="wallet.price_announced.v1"):
    """A price that will hold from `valid_from` on, announced ahead (S4-21)."""

    announcement: UUID
    person: PersonId
    item: str
    net: Money
    previous: Money | None
    valid_from: datetime


class CustomersNoticed(Event, topic="wallet.customers_noticed.v1"):
    """The customers of one page were told of a price, and are told once of each announcement."""

    companies: tuple[CompanyId, ...]
    announcement: UUID
    item: str
    net: Money
    previous: Money | None
    valid_from: datetime
    page: int


class CustomerListed(Event, topic="wallet.customer_listed.v1"):
    """A customer was written on a page of the register."""

    company: CompanyId


class PageFilled(Event, topic="wallet.page_filled.v1"):
    """The register goes on on the next page."""

    page: int


PriceListEvent = PriceAnnounced
PageEvent = CustomerListed | CustomersNoticed
RegisterEvent = PageFilled
