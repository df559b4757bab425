"""What is done with prices: load, decide. The chassis saves."""

from chassis import Session
from wallet.prices.commands import AnnouncePrice, NoticeCustomers
from wallet.prices.price_list import Page, PriceList, page_id
from wallet.rules import Rules


async def announce_price(command: AnnouncePrice, session: Session) -> None:
    price_list = await session.load(PriceList, command.price_list)
    price_list.announce(command, session.use(Rules))


async def notice_customers(command: NoticeCustomers, session: Session) -> None:
    page = await session.load(Page, page_id(command.page))
    page.notice(command)
