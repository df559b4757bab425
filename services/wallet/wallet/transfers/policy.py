"""What follows on a bank file: its entries, part by part."""

from datetime import datetime
from uuid import UUID

from chassis import Due, Happened
from wallet.bank.events import BankEntriesTaken, BankFileTaken
from wallet.transfers.commands import TakeEntries


def take_first_entries(event: BankFileTaken, happened: Happened[BankFileTaken]) -> Due | None:
    return _take_entries(happened.stream, 0, happened.at) if event.entries else None


def take_next_entries(event: BankEntriesTaken, happened: Happened[BankEntriesTaken]) -> Due:
    """The one after the last finds nothing more to take."""
    return _take_entries(happened.stream, event.done, happened.at)


def _take_entries(file: UUID, start: int, at: datetime) -> Due:
    return Due(at, TakeEntries(file=file, start=start, at=at))
