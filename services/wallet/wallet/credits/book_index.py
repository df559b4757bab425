"""Which book an account is written in: an index of pages that list books, each of them short. No I/O, no clock."""

from __future__ import annotations

from uuid import UUID

from chassis import Aggregate, derived_id
from contracts.values import CompanyId
from wallet.credits.events import BookBegun, BookIndexEvent, IndexPageEvent, ShelfFilled


def book_index_id(account: UUID) -> UUID:
    """An account has one index."""
    return derived_id(account, "rack")


def index_page_id(account: UUID, number: int = 1) -> UUID:
    return derived_id(account, "shelf", str(number))


class BookIndex(Aggregate[BookIndexEvent], stream="wallet.rack", state=2):
    """One event for each full page: a thousand books of a million movements are some ten of them."""

    page: int = 1

    def fill(self, company: CompanyId, account: UUID) -> None:
        self.record(ShelfFilled(company=company, account=account, shelf=self.page))

    def evolve(self, event: BookIndexEvent) -> None:
        self.page = event.shelf + 1


class IndexPage(Aggregate[IndexPageEvent], stream="wallet.shelf"):
    """One event for each book on it. The first book of an account has no event: it is there from the beginning."""

    book: int = 1

    def begin(self, company: CompanyId, account: UUID, number: int) -> None:
        self.record(BookBegun(company=company, account=account, number=number))

    def evolve(self, event: IndexPageEvent) -> None:
        self.book = event.number
