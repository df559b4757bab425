"""One payment over a bank, from the account to an order or to a person who decides. No I/O, no clock."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, Refused
from contracts.values import CompanyId, Money, Personal, PersonId
from wallet.bank.commands import DismissPayment, PayBack, RegisterPayment
from wallet.bank.events import (
    BankPaymentArrived,
    BankPaymentDismissed,
    BankPaymentEvent,
    BankPaymentPlaced,
    BankPaymentQueued,
    BankPaymentSettled,
    QueueReason,
    Settlement,
)
from wallet.bank.files.entry import BankEntry

NOTE_CHARACTERS_MAX = 500
AMOUNT_MAX = Decimal(100_000_000)


class BankPayment(Aggregate[BankPaymentEvent], stream="wallet.bank_payment", id_field="payment"):
    """Its id is made of the entry's key, so that two files that tell of it make one; or minted when staff saw it."""

    company: CompanyId
    amount: Money = Money(Decimal(0))
    reference: str = ""
    booked_on: date = date.min
    equals: UUID | None = None
    same_as: UUID | None = None
    waiting: Decimal = Decimal("0.00")
    """What a person must still decide on."""

    def arrive(
        self, company: CompanyId, file: UUID, entry: BankEntry, equals: UUID | None = None, same_as: UUID | None = None
    ) -> bool:
        """Whether it is news."""
        if self.exists:
            return False
        self.record(
            BankPaymentArrived(
                company=company,
                file=file,
                key=entry.key,
                account=entry.account,
                amount=entry.amount,
                reference=entry.reference,
                text=Personal(entry.text),
                payer=Personal(entry.payer),
                booked_on=entry.booked_on,
                reversal=entry.reversal,
                equals=equals,
                same_as=same_as,
            )
        )
        return True

    def register(self, command: RegisterPayment, company: CompanyId, account: str) -> None:
        """Raises Refused for an amount that nobody pays."""
        if self.exists:
            return
        amount = command.amount
        if not 0 < amount.amount <= AMOUNT_MAX or amount.amount != amount.amount.quantize(Decimal("0.01")):
            raise Refused("bank-payment.amount", amount=amount.amount, amount_max=AMOUNT_MAX)
        self.record(
            BankPaymentArrived(
                company=company,
                person=command.person,
                key=str(self.id),
                account=account,
                amount=amount,
                reference="".join(command.reference.split()),
                text=Personal(command.note[:NOTE_CHARACTERS_MAX]),
                payer=Personal(""),
                booked_on=command.booked_on,
            )
        )

    def place(self, order: UUID, customer: CompanyId, amount: Decimal) -> None:
        """The part of the payment that pays this order."""
        if amount:
            self.record(
                BankPaymentPlaced(company=self.company, order=order, customer=customer, amount=self._money(amount))
            )

    def queue(self, reason: QueueReason, amount: Decimal, order: UUID | None = None) -> None:
        """This part of the payment waits for a person."""
        self.record(BankPaymentQueued(company=self.company, amount=self._money(amount), reason=reason, order=order))

    def must_wait(self) -> None:
        """Raises Refused when there is nothing to decide."""
        if not self.exists:
            raise Refused("bank-payment.not-found")
        if not self.waiting:
            raise Refused("bank-payment.settled-already")

    def settle(self, how: Settlement, person: PersonId, note: str = "") -> Decimal:
        """All that waited is decided on; answers with how much that was."""
        amount = self.waiting
        self.record(
            BankPaymentSettled(
                company=self.company,
                person=person,
                how=how,
                amount=self._money(amount),
                note=note[:NOTE_CHARACTERS_MAX],
            )
        )
        return amount

    def dismiss(self, command: DismissPayment) -> None:
        """It is one that was known already. Raises Refused when that was never in doubt, or is decided."""
        self.must_wait()
        if self.same_as is None or self.waiting != self.amount.amount:
            raise Refused("bank-payment.not-in-doubt")
        self.record(
            BankPaymentDismissed(
                company=self.company, person=command.person, same_as=self.same_as, amount=self._money(self.waiting)
            )
        )

    def pay_back(self, command: PayBack) -> None:
        """What waited is settled outside the wallet: paid back, or, where the bank took it, claimed or written off.

        Raises Refused when nothing waits, or there is no word on how it was done.
        """
        self.must_wait()
        if not command.note.strip():
            raise Refused("bank-payment.note-missing")
        self.settle("paid-back", command.person, command.note.strip())

    def _money(self, amount: Decimal) -> Money:
        return Money(amount, self.amount.currency)

    def evolve(self, event: BankPaymentEvent) -> None:
        match event:
            case BankPaymentArrived():
                self.company, self.amount = event.company, event.amount
                self.reference, self.booked_on = event.reference, event.booked_on
                self.equals, self.same_as = event.equals, event.same_as
            case BankPaymentPlaced():
                pass
            case BankPaymentQueued():
                self.waiting += event.amount.amount
            case BankPaymentSettled() | BankPaymentDismissed():
                self.waiting -= event.amount.amount
            case _:
                assert_never(event)
