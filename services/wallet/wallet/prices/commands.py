"""What may be asked of prices; never on the wire. The list of prices is the lane."""

from datetime import datetime
from uuid import UUID

from chassis import Command
from contracts.values import Money, PersonId


class AnnouncePrice(Command, lane="price_list"):
    """`price_list` is the id of the one list that there is."""

    price_list: UUID
    announcement: UUID
    person: PersonId
    item: str
    net: Money
    valid_from: datetime


class NoticeCustomers(Command, lane="price_list"):
    """Tell the customers of one page of the register of a price."""

    price_list: UUID
    announcement: UUID
    item: str
    net: Money
    previous: Money | None
    valid_from: datetime
    page: int
