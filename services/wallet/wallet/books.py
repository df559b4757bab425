"""Opening the book that an account is written in, and turning the page when it is full."""

from uuid import UUID

from chassis import Session
from wallet.claim import Shelf, shelf_id
from wallet.rules import Rules
from wallet.wallet import Wallet, wallet_id


async def open_book(session: Session, account: UUID) -> Wallet:
    """The account as it stands: what is read is one short shelf and one short book, however long its history is."""
    shelf = await session.load(Shelf, shelf_id(account))
    return await session.load(Wallet, wallet_id(account, shelf.number))


async def turn_page(session: Session, company: UUID, account: UUID) -> None:
    """Closes a long book and begins the next one, in the unit of work that filled it."""
    rules = session.use(Rules)
    shelf = await session.load(Shelf, shelf_id(account))
    book = await session.load(Wallet, wallet_id(account, shelf.number))
    if book.version < rules.book_events_max:
        return
    book.close(company, account)
    following = await session.load(Wallet, wallet_id(account, shelf.number + 1))
    following.open_after(book, company, account, rules)
    shelf.begin(company, account, shelf.number + 1)
