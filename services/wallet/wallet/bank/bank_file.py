"""One bank file: taken once, whatever it is called and however often it is sent; its entries part by part."""

from __future__ import annotations

from collections import Counter
from typing import Literal, assert_never

from chassis import Aggregate, Refused
from contracts.values import CompanyId
from wallet.bank.commands import TakeBankFile
from wallet.bank.events import BankEntriesTaken, BankFileEvent, BankFileTaken, PaymentSourceChosen
from wallet.bank.files.entry import BankEntry, Source, Statement

Outcome = Literal["new", "known", "unsure", "others"]


class PaymentSource(Aggregate[PaymentSourceChosen], stream="wallet.payment_source"):
    """One of our accounts, and the family of files that tells of it: camt or bgmax.

    The two number payments in different ways, so files of both would count each payment twice.
    """

    family: str = ""

    def tell(self, company: CompanyId, account: str, format_: str) -> None:
        """Raises Refused for a file of the other family."""
        family = format_.split(".")[0]
        if not self.family:
            self.record(PaymentSourceChosen(company=company, account=account, family=family))
        elif self.family != family:
            raise Refused("bank-file.other-family", account=account, family=self.family, format=format_)

    def evolve(self, event: PaymentSourceChosen) -> None:
        self.family = event.family


class BankFile(Aggregate[BankFileEvent], stream="wallet.bank_file", id_field="file"):
    """Its id is made of the SHA-256 of its content."""

    taken: BankFileTaken | None = None
    done: int = 0

    def take(
        self, command: TakeBankFile, company: CompanyId, statements: tuple[Statement, ...], accounts: tuple[str, ...]
    ) -> None:
        """Raises Refused when it was taken before, or none of it is about our account."""
        if self.taken:
            raise Refused("bank-file.taken-already", entries=self.taken.entries)
        own = [one for one in statements if is_one_of(one.account, accounts)]
        if not own:
            told = ", ".join(sorted({one.account for one in statements}))
            raise Refused("bank-file.other-account", told=told[:200], accounts=", ".join(accounts))
        self.record(
            BankFileTaken(
                company=company,
                person=command.person,
                document=command.document,
                format=own[0].format,
                statements=len(own),
                entries=sum(len(statement.entries) for statement in own),
            )
        )

    def note(self, company: CompanyId, start: int, counts: Counter[Outcome]) -> None:
        """The next entries are done."""
        done = start + counts.total()
        if start == self.done and done > start:
            self.record(
                BankEntriesTaken(
                    company=company,
                    done=done,
                    new=counts["new"],
                    known=counts["known"],
                    others=counts["others"],
                    unsure=counts["unsure"],
                )
            )

    def evolve(self, event: BankFileEvent) -> None:
        match event:
            case BankFileTaken():
                self.taken = event
            case BankEntriesTaken():
                self.done = event.done
            case _:
                assert_never(event)


def is_one_of(told: str, accounts: tuple[str, ...]) -> bool:
    """Whether the account is one of ours, written with or without hyphens, spaces and leading zeros."""
    return bare(told) in map(bare, accounts)


def bare(account: str) -> str:
    """The account as it is compared."""
    return "".join(filter(str.isalnum, account)).upper().lstrip("0")


def entries_of(statements: tuple[Statement, ...], accounts: tuple[str, ...]) -> list[tuple[BankEntry, Source]]:
    """The entries about our accounts, in the order of the file, each with what tells of it."""
    return [
        (entry, statement.source)
        for statement in statements
        if is_one_of(statement.account, accounts)
        for entry in statement.entries
    ]
