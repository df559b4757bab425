"""What is told of bank files, where the fact says more than its event."""

from contracts.wallet import v1 as told
from wallet.bank import events
from wallet.bank.bank_file import BankFile


def tell_bank_file_taken(event: events.BankFileTaken, file: BankFile) -> told.BankFileTaken:
    return told.BankFileTaken(
        company=event.company,
        file=file.id,
        person=event.person,
        format=event.format,
        name=event.document.name,
        statements=event.statements,
        entries=event.entries,
    )


def tell_bank_entries_taken(event: events.BankEntriesTaken, file: BankFile) -> told.BankEntriesTaken:
    return told.BankEntriesTaken(
        company=event.company,
        file=file.id,
        done=event.done,
        entries=file.taken.entries if file.taken else event.done,
        new=event.new,
        known=event.known,
        others=event.others,
        unsure=event.unsure,
    )
