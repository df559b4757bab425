"""What follows on a new price: customers are told, page by page."""

from datetime import datetime

from chassis import Due, Happened
from wallet.prices.commands import NoticeCustomers
from wallet.prices.events import CustomersNoticed, PriceAnnounced
from wallet.prices.price_list import PRICE_LIST


def notice_customers(event: PriceAnnounced, happened: Happened[PriceAnnounced]) -> Due:
    return _notice(event, happened.at, 1)


def notice_next_page(event: CustomersNoticed, happened: Happened[CustomersNoticed]) -> Due:
    return _notice(event, happened.at, event.page + 1)


def _notice(event: PriceAnnounced | CustomersNoticed, at: datetime, page: int) -> Due:
    notice = NoticeCustomers(
        price_list=PRICE_LIST,
        announcement=event.announcement,
        item=event.item,
        net=event.net,
        previous=event.previous,
        valid_from=event.valid_from,
        page=page,
        at=at,
    )
    return Due(at, notice)
