"""Which book an account is written in: a rack of shelves of books, each of them short. No I/O, no clock."""

from __future__ import annotations

from uuid import UUID

from chassis import Aggregate, derived_id
from wallet.credits.events import BookBegun, RackEvent, ShelfEvent, ShelfFilled


def rack_id(account: UUID) -> UUID:
    """An account has one rack."""
    return derived_id(account, "rack")


def shelf_id(account: UUID, number: int = 1) -> UUID:
    return derived_id(account, "shelf", str(number))


class Rack(Aggregate[RackEvent], stream="wallet.rack"):
    """One event for each full shelf: a thousand books of a million movements are some ten of them."""

    shelf: int = 1

    def fill(self, company: UUID, account: UUID) -> None:
        self.record(ShelfFilled(company=company, account=account, shelf=self.shelf))

    def evolve(self, event: RackEvent) -> None:
        self.shelf = event.shelf + 1


class Shelf(Aggregate[ShelfEvent], stream="wallet.shelf"):
    """One event for each book on it. The first book of an account has no event: it is there from the beginning."""

    book: int = 1

    def begin(self, company: UUID, account: UUID, number: int) -> None:
        self.record(BookBegun(company=company, account=account, number=number))

    def evolve(self, event: ShelfEvent) -> None:
        self.book = event.number
