"""BGMax, Bankgirot's file of payments: records of 80 characters in ISO 8859-1.

Source: Bankgirot, "Bankgiro Inbetalningar, teknisk manual" (record layouts 01, 05, 15, 20 to 29, 70). Amounts are in
öre (cents); 22 and 23 are further references of the payment that they follow.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from contracts.text import tidied
from contracts.values import Money
from wallet.bank.files.entry import BankEntry, Source, Statement, keyed
from wallet.bank.files.unusable import Unusable

RECORD_LENGTH = 80
ENTRIES_MAX = 50_000
REVERSALS = {"21"}
"""Deductions: a payment that was taken back."""


@dataclass(slots=True)
class Section:
    """One deposit on one account, record by record, until its closing record 15 says the day and the sum."""

    account: str
    currency: str
    payments: list[tuple[str, BankEntry]] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum((entry.amount.amount for _, entry in self.payments), Decimal(0))


def read_bgmax(content: bytes) -> tuple[Statement, ...]:
    """One statement a deposit. Raises Unusable when a record is broken, or counts and sums do not agree."""
    reader = _Reader()
    for number, line in enumerate(tidied(content.decode("iso-8859-1"), lines=True).splitlines(), start=1):
        if len(line.rstrip()) > RECORD_LENGTH:
            raise Unusable("bank-file.broken", where=f"line {number}: longer than {RECORD_LENGTH}")
        if line.strip():
            reader.read(line.ljust(RECORD_LENGTH), number)
    if not reader.ended:
        raise Unusable("bank-file.truncated", records=reader.payments)
    return tuple(reader.statements)


class _Reader:
    """Goes through the records in order."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.payments = 0
        self.deductions = 0
        self.ended = False
        self._section: Section | None = None

    def read(self, line: str, number: int) -> None:
        if self.ended:
            raise Unusable("bank-file.broken", where=f"line {number}: after the end record")
        match line[:2]:
            case "01":
                if line[44] == "T":
                    raise Unusable("bank-file.is-a-test")
            case "05":
                self._section = Section(line[2:12].lstrip("0"), line[22:25].strip() or "SEK")
            case "20" | "21":
                self._payment(line, number)
            case "22" | "23" | "25" | "26" | "27" | "28" | "29":
                self._more(line, number)
            case "15":
                self._deposit(line, number)
            case "70":
                self._end(line, number)
            case other:
                raise Unusable("bank-file.broken", where=f"line {number}: record {other!r}")

    def _payment(self, line: str, number: int) -> None:
        section = self._open(number)
        kind = line[:2]
        self.payments += kind == "20"
        self.deductions += kind == "21"
        if self.payments + self.deductions > ENTRIES_MAX:
            raise Unusable("bank-file.too-many-entries", count=self.payments, count_max=ENTRIES_MAX)
        amount = _amount(line[37:55], number)
        entry = BankEntry(
            key="",
            account=section.account,
            amount=Money(-amount if kind in REVERSALS else amount, section.currency),
            reference=line[12:37].strip(),
            text="",
            payer="",
            booked_on=date.min,
            reversal=kind in REVERSALS,
        )
        section.payments.append((line[57:69].strip(), entry))

    def _more(self, line: str, number: int) -> None:
        """What follows a payment belongs to it: further references, a text, the payer's name."""
        section = self._open(number)
        if not section.payments:
            raise Unusable("bank-file.broken", where=f"line {number}: record {line[:2]} before any payment")
        serial, entry = section.payments[-1]
        match line[:2]:
            case "22" | "23":
                text = f"{entry.text} {line[12:37].strip()}".strip()
                entry = replace(entry, reference=entry.reference or line[12:37].strip(), text=text)
            case "25":
                entry = replace(entry, text=f"{entry.text} {line[2:52].strip()}".strip())
            case "26":
                entry = replace(entry, payer=line[2:37].strip())
            case _:
                pass
        section.payments[-1] = (serial, entry)

    def _deposit(self, line: str, number: int) -> None:
        section = self._open(number)
        stated, day = _amount(line[50:68], number), _day(line[37:45], number)
        if stated != section.total:
            raise Unusable("bank-file.sums-differ", where=f"line {number}", sum=section.total, stated=stated)
        if _whole(line[71:79], number) != len(section.payments):
            raise Unusable(
                "bank-file.counts-differ", where=f"line {number}", count=len(section.payments), stated=line[71:79]
            )
        dated = [
            (f"{day:%Y%m%d}{serial}" if serial else "", replace(e, booked_on=day)) for serial, e in section.payments
        ]
        number_of_deposit = f"{day:%Y%m%d}-{line[45:50].strip()}"
        self.statements.append(
            Statement(
                format="bgmax",
                number=number_of_deposit,
                source=Source(name=f"bgmax|{number_of_deposit}", whole=False),
                account=section.account,
                entries=tuple(keyed(dated)),
            )
        )
        self._section = None

    def _end(self, line: str, number: int) -> None:
        if self._section is not None:
            raise Unusable("bank-file.broken", where=f"line {number}: a deposit without its record 15")
        stated = (_whole(line[2:10], number), _whole(line[10:18], number), _whole(line[26:34], number))
        found = (self.payments, self.deductions, len(self.statements))
        if stated != found:
            raise Unusable("bank-file.counts-differ", where=f"line {number}", count=found, stated=stated)
        self.ended = True

    def _open(self, number: int) -> Section:
        if self._section is None:
            raise Unusable("bank-file.broken", where=f"line {number}: no record 05 before it")
        return self._section


def _amount(digits: str, number: int) -> Decimal:
    return Decimal(_whole(digits, number)).scaleb(-2)


def _whole(digits: str, number: int) -> int:
    if not digits.strip().isascii() or not digits.strip().isdigit():
        raise Unusable("bank-file.broken", where=f"line {number}: {digits.strip()[:20]!r}")
    return int(digits)


def _day(digits: str, number: int) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise Unusable("bank-file.broken", where=f"line {number}: {digits!r}") from error
