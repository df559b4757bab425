"""Opening the book that an account is written in, and closing it when it is long."""

from uuid import UUID

from chassis import Session
from contracts.values import CompanyId
from wallet.credits.account_book import AccountBook, book_id
from wallet.credits.book_index import BookIndex, IndexPage, book_index_id, index_page_id
from wallet.rules import Rules


async def open_book(session: Session, account: UUID) -> AccountBook:
    """The account as it stands: what is read is short, however long its history is."""
    _, page = await _place(session, account)
    return await session.load(AccountBook, book_id(account, page.book))


async def close_long_book(session: Session, company: CompanyId, account: UUID) -> None:
    """Closes a long book and begins the next one, in the unit of work that filled it."""
    rules = session.use(Rules)
    index, page = await _place(session, account)
    book = await session.load(AccountBook, book_id(account, page.book))
    if not book.is_long(rules):
        return
    following = page.book + 1
    book.close(company, account)
    next_book = await session.load(AccountBook, book_id(account, following))
    next_book.open_after(book, company, account, rules)
    if page.version >= rules.shelf_books_max:
        index.fill(company, account)
        page = await session.load(IndexPage, index_page_id(account, index.page))
    page.begin(company, account, following)


async def _place(session: Session, account: UUID) -> tuple[BookIndex, IndexPage]:
    index = await session.load(BookIndex, book_index_id(account))
    return index, await session.load(IndexPage, index_page_id(account, index.page))
