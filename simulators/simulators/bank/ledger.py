"""What the simulated bank remembers: payments into accounts, each with the bank's own serial number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Payment:
    """Money that came into an account, or (`reverses`) was taken back from it."""

    serial: int
    account: str
    amount: Decimal
    currency: str
    reference: str
    payer: str
    text: str
    booked_on: date
    reverses: int | None = None

    @property
    def signed(self) -> Decimal:
        """The amount as it moves the balance."""
        return self.amount if self.reverses is None else -self.amount


class Ledger:
    """All payments in the order in which they were booked, numbered on from `before`."""

    def __init__(self, clock: Callable[[], datetime], before: int = 0) -> None:
        self._clock = clock
        self._before = before
        self._payments: list[Payment] = []

    def pay(self, account: str, amount: Decimal, currency: str, reference: str, payer: str, text: str) -> Payment:
        """Book a payment today."""
        return self._book(account, amount, currency, reference, payer, text, None)

    def reverse(self, serial: int) -> Payment:
        """Take a payment back. Raises KeyError when there is none, or it was taken back before."""
        paid = next((one for one in self._payments if one.serial == serial and one.reverses is None), None)
        if paid is None or any(one.reverses == serial for one in self._payments):
            raise KeyError(serial)
        return self._book(paid.account, paid.amount, paid.currency, paid.reference, paid.payer, paid.text, serial)

    def of(self, account: str, since: int = 0, until: int | None = None) -> list[Payment]:
        """The payments of an account from one serial number to another, both included."""
        return [
            one
            for one in self._payments
            if one.account == account and one.serial >= since and (until is None or one.serial <= until)
        ]

    def balance_before(self, account: str, serial: int) -> Decimal:
        """What stood on the account before this payment."""
        return sum((one.signed for one in self.of(account) if one.serial < serial), Decimal(0))

    def _book(
        self,
        account: str,
        amount: Decimal,
        currency: str,
        reference: str,
        payer: str,
        text: str,
        reverses: int | None,
    ) -> Payment:
        serial = self._before + len(self._payments) + 1
        day = self._clock().date()
        booked = Payment(serial, account, amount, currency, reference, payer, text, day, reverses)
        self._payments.append(booked)
        return booked
