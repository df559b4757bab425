"""What became of an order's money beside its payment: what went back, what is owed, what was set aside. No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import assert_never
from uuid import UUID

import msgspec

from chassis import NotYet, Refused
from contracts.values import Money, OrderLine, PricedLine
from wallet.catalogue import ORE
from wallet.credits.ledger import Taken
from wallet.orders.commands import (
    AssignAside,
    ClearChargeback,
    RecordChargeback,
    RecordPayment,
    ReturnAside,
    ReverseChargeback,
    SettleDebt,
)
from wallet.orders.events import (
    AsideEnd,
    AsideSettled,
    ChargebackCleared,
    ChargebackDoubt,
    ChargebackReversed,
    ChargebackSetAside,
    ChargedBack,
    DebtSettled,
    OrderGivenBack,
    PaymentSetAside,
    ReturnEvent,
    SetAsideReason,
)
from wallet.vat import Treatment

NOTHING = Decimal("0.00")
NOTE_CHARACTERS_MAX = 500
Settling = AssignAside | ReturnAside | ClearChargeback | SettleDebt


@dataclass(slots=True)
class Aside:
    """A payment that fits no waiting order: `left` of it is still here, and `to_order` has the rest if it has."""

    event: PaymentSetAside
    left: Decimal
    to_order: UUID | None = None


@dataclass(slots=True)
class Returned:
    """What went back of one order: `net` and `vat` are the price of the credits, by refunds and chargebacks alike."""

    net: Decimal = NOTHING
    vat: Decimal = NOTHING
    charged: Decimal = NOTHING
    """How much of the payment the payer's bank has taken back."""
    owed: Decimal = NOTHING
    taken: Counter[str] = field(default_factory=Counter)
    """Credits that chargebacks took, by kind."""
    chargebacks: dict[str, ChargedBack] = field(default_factory=dict)
    doubted: dict[str, ChargebackSetAside] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)
    of_aside: dict[str, AsideSettled] = field(default_factory=dict)
    """Chargebacks of payments that were set aside."""
    reversed: set[str] = field(default_factory=set)
    aside: dict[str, Aside] = field(default_factory=dict)

    def knows(self, chargeback: str) -> bool:
        """Whether it was told of this chargeback before."""
        return chargeback in self.chargebacks or chargeback in self.doubted or chargeback in self.of_aside

    def share(self, lines: Sequence[PricedLine], amount: Decimal, total: Decimal) -> Iterator[tuple[str, int]]:
        """How many credits of each line a chargeback of this amount takes, at most.

        The share is counted over all chargebacks of the order together and rounded down: a credit that is paid for in
        part stays with the buyer, and its price is owed in kronor, to the öre. So several parts take together what the
        whole would have taken, and the network never owes the buyer a part of a credit.
        """
        due: Counter[str] = Counter()
        for line in lines:
            due[line.item] += int(line.quantity * (self.charged + amount) / total) if total else 0
        for item, quantity in due.items():
            yield item, max(quantity - self.taken[item], 0)

    def doubt(self, command: RecordChargeback, total: Money) -> ChargebackSetAside | None:
        """What to write when more is taken back than was paid, or other money."""
        left = Money(total.amount - self.charged, total.currency)
        if command.amount.currency != total.currency:
            return _doubted(command, left, "chargeback.other-currency")
        if command.amount.amount > left.amount:
            return _doubted(command, left, "chargeback.exceeds-payment")
        return None

    def charge_back(
        self,
        command: RecordChargeback,
        taken: Sequence[Taken],
        net: Money,
        vat: Money,
        account: UUID,
        treatment: Treatment,
    ) -> ChargedBack:
        """The credits that went, and what they leave to be owed."""
        return ChargedBack(
            company=command.company,
            account=account,
            payment=command.payment,
            provider=command.provider,
            amount=command.amount,
            taken=tuple(OrderLine(each.klip, each.quantity) for each in taken),
            net=net,
            vat=vat,
            owed=Money(command.amount.amount - net.amount - vat.amount, command.amount.currency),
            treatment=treatment,
            chargeback=command.chargeback,
            values=tuple(each.value for each in taken),
        )

    def charge_back_aside(self, command: RecordChargeback) -> AsideSettled | ChargebackSetAside:
        """It bought nothing, so only the money goes; more than is still here cannot go."""
        aside = self.aside[command.payment]
        left = Money(aside.left, aside.event.amount.currency)
        if command.amount.currency != left.currency:
            return _doubted(command, left, "chargeback.other-currency")
        if command.amount.amount > left.amount:
            return _doubted(command, left, "chargeback.exceeds-payment")
        return AsideSettled(
            company=command.company,
            payment=command.payment,
            provider=command.provider,
            amount=command.amount,
            how="charged-back",
            reason=aside.event.reason,
            chargeback=command.chargeback,
        )

    def reverse(
        self, command: ReverseChargeback, lines: Sequence[PricedLine], account: UUID, treatment: Treatment
    ) -> tuple[ReturnEvent | None, list[Taken]]:
        """What to write, and the credits to give again. Raises NotYet for a chargeback that is not known yet."""
        name = command.chargeback
        if name in self.reversed or self.knows(_reversal(name)):
            return None, []
        if name in self.doubted:
            note = "reversed"
            cleared = ChargebackCleared(company=command.company, chargeback=name, person=None, note=note)
            return (None, []) if name in self.cleared else (cleared, [])
        aside, charged = self.of_aside.get(name), self.chargebacks.get(name)
        amount = aside.amount if aside else charged.amount if charged else None
        if amount is None:
            raise NotYet(f"chargeback {name}")
        if amount != command.amount:
            return _doubted(command, amount, "chargeback.reversal-differs", _reversal(name)), []
        if aside:
            return msgspec.structs.replace(aside, amount=Money(-amount.amount, amount.currency)), []
        assert charged is not None
        reversed_ = ChargebackReversed(
            company=command.company,
            account=account,
            payment=command.payment,
            provider=charged.provider,
            chargeback=name,
            amount=amount,
            given=charged.taken,
            net=charged.net,
            vat=charged.vat,
            owed=charged.owed,
            treatment=treatment,
        )
        values = charged.values or tuple(_values(charged, lines))
        return reversed_, [Taken(o.item, o.quantity, v) for o, v in zip(charged.taken, values, strict=True)]

    def settle(self, command: Settling, currency: str) -> ReturnEvent:
        """What a person decides on money that waits. Raises Refused when none does, or a word on it is missing."""
        match command:
            case AssignAside():
                return self._settle_aside(command, "assigned", to_order=command.to_order)
            case ReturnAside():
                return self._settle_aside(command, "returned", refund=command.refund)
            case ClearChargeback():
                name = command.chargeback
                if name not in self.doubted or name in self.cleared:
                    raise Refused("chargeback.nothing-to-clear")
                return ChargebackCleared(
                    company=command.company, chargeback=name, person=command.person, note=said(command.note)
                )
            case SettleDebt():
                if not self.owed:
                    raise Refused("debt.none")
                return DebtSettled(
                    company=command.company,
                    person=command.person,
                    amount=Money(self.owed, currency),
                    how=command.how,
                    note=said(command.note),
                )

    def _settle_aside(
        self,
        command: AssignAside | ReturnAside,
        how: AsideEnd,
        *,
        to_order: UUID | None = None,
        refund: UUID | None = None,
    ) -> AsideSettled:
        aside = self.aside.get(command.payment)
        if aside is None:
            raise Refused("payment.not-set-aside")
        if not aside.left:
            raise Refused("payment.settled-already")
        return AsideSettled(
            company=command.company,
            payment=command.payment,
            provider=aside.event.provider,
            amount=Money(aside.left, aside.event.amount.currency),
            how=how,
            reason=aside.event.reason,
            person=command.person,
            refund=refund,
            to_order=to_order,
        )

    def worth(self, taken: Sequence[Taken], net: Decimal, vat: Decimal) -> tuple[Decimal, Decimal]:
        """Net and VAT of credits of an order that cost `net` and `vat`: all that goes back never exceeds the whole."""
        value = sum((each.value for each in taken), NOTHING)
        if not net:
            return NOTHING, NOTHING
        return value, (vat * (self.net + value) / net).quantize(ORE, ROUND_HALF_UP) - self.vat

    def evolve(self, event: ReturnEvent | OrderGivenBack | PaymentSetAside) -> None:
        match event:
            case OrderGivenBack():
                self._went(event.net, event.vat)
                self.owed -= event.deducted.amount if event.deducted else NOTHING
            case PaymentSetAside():
                self.aside[event.payment] = Aside(event, event.amount.amount)
            case ChargedBack():
                self._went(event.net, event.vat)
                self.charged += event.amount.amount
                self.owed += event.owed.amount
                self.taken.update({line.item: line.quantity for line in event.taken})
                self.chargebacks[event.chargeback] = event
            case ChargebackReversed():
                self._went(event.net, event.vat, -1)
                self.charged -= event.amount.amount
                self.owed -= event.owed.amount
                self.taken.subtract({line.item: line.quantity for line in event.given})
                self.reversed.add(event.chargeback)
            case ChargebackSetAside():
                self.doubted[event.chargeback] = event
            case ChargebackCleared():
                self.cleared.add(event.chargeback)
            case DebtSettled():
                self.owed -= event.amount.amount
            case AsideSettled():
                aside = self.aside[event.payment]
                aside.left -= event.amount.amount
                aside.to_order = event.to_order or aside.to_order
                if event.amount.amount < 0:
                    self.reversed.add(event.chargeback)
                elif event.chargeback:
                    self.of_aside[event.chargeback] = event
            case _:
                assert_never(event)

    def _went(self, net: Money, vat: Money, sign: int = 1) -> None:
        self.net += sign * net.amount
        self.vat += sign * vat.amount


def set_aside(command: RecordPayment, due: Money, reason: SetAsideReason) -> PaymentSetAside:
    """Money that fits no waiting order: it waits for a person."""
    return PaymentSetAside(
        company=command.company,
        payment=command.payment,
        provider=command.provider,
        amount=command.amount,
        due=due,
        reason=reason,
        checkout=command.checkout,
    )


def said(note: str) -> str:
    """A word on how money was settled. Raises Refused without one."""
    if not note.strip():
        raise Refused("debt.note-missing")
    return note.strip()[:NOTE_CHARACTERS_MAX]


def _reversal(chargeback: str) -> str:
    return f"{chargeback}/reversal"


def _doubted(
    command: RecordChargeback | ReverseChargeback, left: Money, reason: ChargebackDoubt, name: str = ""
) -> ChargebackSetAside:
    return ChargebackSetAside(
        company=command.company,
        payment=command.payment,
        provider=command.provider,
        chargeback=name or command.chargeback,
        amount=command.amount,
        left=left,
        reason=reason,
    )


def _values(charged: ChargedBack, lines: Sequence[PricedLine]) -> Iterator[Decimal]:
    """What each kind was worth, where it was not written down: by the prices of the order, the last takes the rest."""
    units, left = {line.item: line.unit.amount for line in lines}, charged.net.amount
    for number, line in enumerate(charged.taken, 1):
        value = left if number == len(charged.taken) else min(left, units[line.item] * line.quantity)
        left -= value
        yield value
