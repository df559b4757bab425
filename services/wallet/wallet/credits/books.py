"""Opening the book that an account is written in, and turning the page when it is full."""

from uuid import UUID

from chassis import Session
from wallet.credits.account_book import Wallet, wallet_id
from wallet.credits.shelf import Rack, Shelf, rack_id, shelf_id
from wallet.rules import Rules


async def open_book(session: Session, account: UUID) -> Wallet:
    """The account as it stands: what is read is short, however long its history is."""
    _, shelf = await _place(session, account)
    return await session.load(Wallet, wallet_id(account, shelf.book))


async def turn_page(session: Session, company: UUID, account: UUID) -> None:
    """Closes a long book and begins the next one, in the unit of work that filled it."""
    rules = session.use(Rules)
    rack, shelf = await _place(session, account)
    book = await session.load(Wallet, wallet_id(account, shelf.book))
    if not book.is_long(rules):
        return
    following = shelf.book + 1
    book.close(company, account)
    next_book = await session.load(Wallet, wallet_id(account, following))
    next_book.open_after(book, company, account, rules)
    if shelf.version >= rules.shelf_books_max:
        rack.fill(company, account)
        shelf = await session.load(Shelf, shelf_id(account, rack.shelf))
    shelf.begin(company, account, following)


async def _place(session: Session, account: UUID) -> tuple[Rack, Shelf]:
    rack = await session.load(Rack, rack_id(account))
    return rack, await session.load(Shelf, shelf_id(account, rack.shelf))
