"""The network's own books as a SIE 4 file, which every Swedish bookkeeping program reads (SIE format 4B, type 4E).

Vouchers of one day and one kind are one: a day's used credits are thousands of events. The general ledger view keeps
each event apart, for whoever asks what a sum is made of.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wallet.accounting.vouchers import CHART

CODE_PAGE = "cp437"
"""`#FORMAT PC8`: IBM PC 8-bit extended ASCII, the one that the standard allows."""
RESULT_FROM = "3000"
"""Accounts from here on are income and costs: they begin each year at zero."""
TEXT_CHARACTERS_MAX = 100


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the general ledger: what an event booked on an account on a day; positive is debit."""

    booked_on: date
    text: str
    account: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Bookkeeper:
    """Whose books these are."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Books:
    """One financial year: balances of the balance sheet accounts at its beginning, and its vouchers by day."""

    first: date
    last: date
    opening: dict[str, Decimal]
    vouchers: list[tuple[date, str, dict[str, Decimal]]]

    def closing(self) -> dict[str, Decimal]:
        """Every account at the end of the year; income accounts began at zero."""
        found = defaultdict(lambda: Decimal("0.00"), self.opening)
        for _, _, rows in self.vouchers:
            for account, amount in rows.items():
                found[account] += amount
        return dict(found)


def books_of(rows: Iterable[LedgerRow], first: date, last: date) -> Books:
    """The year `first`..`last` (both included) out of everything that was booked until then. The sums are zero.

    Income of earlier years is carried over as equity (2099), as closing the books does.
    """
    opening: dict[str, Decimal] = defaultdict(lambda: Decimal("0.00"))
    days: dict[tuple[date, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: Decimal("0.00")))
    for row in rows:
        if row.booked_on < first:
            opening[EARLIER_RESULT if row.account >= RESULT_FROM else row.account] += row.amount
        elif row.booked_on <= last:
            days[row.booked_on, row.text][row.account] += row.amount
    vouchers = [(day, text, dict(found)) for (day, text), found in sorted(days.items(), key=lambda item: item[0])]
    return Books(first, last, {account: amount for account, amount in opening.items() if amount}, vouchers)


EARLIER_RESULT = "2099"
ACCOUNTS = {**CHART, EARLIER_RESULT: "Årets resultat"}


def written(books: Books, keeper: Bookkeeper, made_on: date) -> bytes:
    """The file. Raises ValueError when a voucher does not sum to zero: such books are not handed on."""
    closing = books.closing()
    used = sorted({*closing, *books.opening})
    lines = [
        "#FLAGGA 0",
        "#FORMAT PC8",
        "#SIETYP 4",
        '#PROGRAM "Stafett" 1',
        f"#GEN {made_on:%Y%m%d}",
        f"#FNAMN {_quoted(keeper.name)}",
        f"#ORGNR {keeper.number}",
        f"#RAR 0 {books.first:%Y%m%d} {books.last:%Y%m%d}",
        "#VALUTA SEK",
        *(f"#KONTO {account} {_quoted(ACCOUNTS.get(account, account))}" for account in used),
        *(f"#IB 0 {account} {amount:.2f}" for account, amount in sorted(books.opening.items())),
        *(f"#UB 0 {account} {closing[account]:.2f}" for account in used if account < RESULT_FROM),
        *(f"#RES 0 {account} {closing[account]:.2f}" for account in used if account >= RESULT_FROM),
    ]
    for number, (day, text, rows) in enumerate(books.vouchers, 1):
        lines += _voucher(number, day, text, rows)
    return ("\r\n".join(lines) + "\r\n").encode(CODE_PAGE, "replace")


def _voucher(number: int, day: date, text: str, rows: dict[str, Decimal]) -> list[str]:
    if sum(rows.values()):
        raise ValueError(f"the voucher {text!r} of {day} is off by {sum(rows.values())}")
    found = [f'#VER "K" {number} {day:%Y%m%d} {_quoted(text)}', "{"]
    found += [f"   #TRANS {account} {{}} {amount:.2f}" for account, amount in sorted(rows.items()) if amount]
    return [*found, "}"]


def _quoted(text: str) -> str:
    """Text in quotes; a quote inside has a backslash before it, and no line or control character gets in."""
    one_line = "".join(sign if sign.isprintable() else " " for sign in text)[:TEXT_CHARACTERS_MAX]
    return '"' + one_line.replace('"', '\\"') + '"'
