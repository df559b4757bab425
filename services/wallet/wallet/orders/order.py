"""One order: first what it decides, then how it changes. No I/O, no clock, no randomness."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID

from chassis import Aggregate, NotYet, Refused
from contracts.values import Money, OrderLine, PricedLine
from wallet.catalogue import ORE, Quote
from wallet.credits.ledger import Taken
from wallet.orders.commands import (
    AcceptOrder,
    AskAboutCheckout,
    CancelOrder,
    QuestionCheckout,
    RecordChargeback,
    RecordCheckout,
    RecordCheckoutFailure,
    RecordCheckoutSilence,
    RecordPayment,
    RefundOrder,
    RetryCheckout,
    ReverseChargeback,
)
from wallet.orders.events import (
    CheckoutFailed,
    CheckoutGivenUp,
    CheckoutOpened,
    CheckoutQuestioned,
    CheckoutRenewed,
    CheckoutRetried,
    CheckoutUnanswered,
    OrderAccepted,
    OrderCancelled,
    OrderEvent,
    OrderGivenBack,
    OrderPaid,
    OrderRevived,
    OrderTurnedAway,
    PaymentDeclined,
    SetAsideReason,
)
from wallet.orders.returned import Returned, Settling, set_aside
from wallet.rules import Rules


class Status(StrEnum):
    """Where the order stands; declined payments leave it waiting (S1-17). Paid is granted: both happen at once."""

    NEW = "new"
    TURNED_AWAY = "turned away"
    WAITING = "waiting"
    GIVEN_UP = "given up"
    CANCELLED = "cancelled"
    PAID = "paid"


AFTER = {
    OrderTurnedAway: Status.TURNED_AWAY,
    OrderCancelled: Status.CANCELLED,
    OrderRevived: Status.WAITING,
}


class Order(Aggregate[OrderEvent], stream="wallet.order"):
    """Its id is the one that the portal minted when the order was placed."""

    status: Status = Status.NEW
    accepted: OrderAccepted
    checkout: str = ""
    """The provider's id of the checkout that is open; a new one is opened when a payment fails."""
    checkouts: int = 1
    attempts: int = 0
    attempt_key: UUID | None = None
    payment: str = ""
    """The payment that paid for it."""
    paid_at_checkout: str = ""
    question: int = 0
    """How often the provider was asked about the checkout."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.declined: set[str] = set()
        self.returned = Returned()

    @property
    def account(self) -> UUID:
        """Orders that were taken before there were several accounts are the company's first account's."""
        return self.accepted.account or self.accepted.company

    @property
    def lines(self) -> tuple[PricedLine, ...]:
        order = self.accepted
        if order.lines:
            return order.lines
        unit = Money((order.net.amount / order.quantity).quantize(ORE, ROUND_HALF_UP), order.net.currency)
        return (PricedLine(order.klip, order.quantity, unit, order.net),)

    @property
    def charged_back(self) -> bool:
        """Whether the payer's bank took the whole payment back."""
        return self.status is Status.PAID and 0 < self.accepted.total.amount <= self.returned.charged

    # Decisions: taken or not.

    def accept(self, command: AcceptOrder, account: UUID, quoted: Quote, in_force: str, rules: Rules) -> None:
        """Fixes price and VAT. Raises Refused when a quantity or the terms will not do (S1-06, S1-12)."""
        if self.exists:
            return
        if not quoted.lines:
            raise Refused("cart.empty")
        for line in quoted.lines:
            rules.check_quantity(OrderLine(line.item, line.quantity))
        if command.terms_version != in_force:
            raise Refused("sale-terms.not-in-force", version=command.terms_version, in_force=in_force)
        self.record(
            OrderAccepted(
                company=command.company,
                person=command.person,
                klip=quoted.lines[0].item,
                quantity=quoted.lines[0].quantity,
                net=quoted.net,
                vat=quoted.vat,
                total=quoted.total,
                vat_rate=quoted.taxed.rate,
                terms_version=command.terms_version,
                account=account,
                lines=quoted.lines,
                payment=command.payment,
                card_type=command.card_type,
                vat_note=quoted.taxed.note,
                treatment=quoted.taxed.treatment,
                cause=command.cause,
                expires_at=rules.unpaid_until(command.at, command.cause, command.payment),
            )
        )

    def turn_away(self, command: AcceptOrder, seen: Money, total: Money) -> None:
        """The price is another than the buyer saw: nothing is ordered until the buyer has seen the new one."""
        if not self.exists:
            self.record(
                OrderTurnedAway(
                    company=command.company,
                    code="order.price-changed",
                    details={"seen": written(seen), "total": written(total)},
                )
            )

    def cancel(self, command: CancelOrder) -> None:
        """Raises Refused when it was paid, or is another company's."""
        if self.status not in (Status.WAITING, Status.GIVEN_UP, Status.PAID):
            if self.exists:
                return
            raise NotYet(f"order {self.id}")
        if command.company != self.accepted.company:
            raise Refused("order.other-company")
        if self.status is Status.PAID:
            if command.expired:
                return
            raise Refused("order.paid-already")
        self.record(OrderCancelled(company=command.company, person=command.person, expired=command.expired))

    def revive(self) -> None:
        """An order that had ended waits again, because its money is here."""
        if self.status is Status.CANCELLED:
            self.record(OrderRevived(company=self.accepted.company))

    # Decisions: the page to pay at.

    def record_checkout(self, command: RecordCheckout, rules: Rules) -> None:
        """The payer can pay; heard twice it is one. A page that opened too late is shown to nobody."""
        if not self.checkout and self.status in (Status.WAITING, Status.GIVEN_UP):
            self.record(
                CheckoutOpened(
                    company=command.company,
                    checkout=command.checkout,
                    url=command.url,
                    question_at=rules.question_checkout_at(1, command.at),
                )
            )

    def question_checkout(self, command: QuestionCheckout, rules: Rules) -> None:
        """The provider's word may have been lost: what was paid is granted all the same."""
        if self.status is Status.WAITING and self.checkout == command.checkout:
            self.record(
                CheckoutQuestioned(
                    company=command.company,
                    checkout=command.checkout,
                    question=command.question,
                    question_at=rules.question_checkout_at(command.question + 1, command.at),
                )
            )

    def record_silence(self, command: RecordCheckoutSilence, rules: Rules) -> None:
        """The provider would not say what became of the checkout: somebody must know, for nobody else asks."""
        if self.status is Status.WAITING and self.checkout == command.checkout:
            self.record(
                CheckoutUnanswered(
                    company=command.company,
                    checkout=command.checkout,
                    question=command.question,
                    cause=command.cause,
                    last=command.final or rules.question_checkout_at(command.question + 1, command.at) is None,
                )
            )

    def ask_again(self, command: AskAboutCheckout) -> None:
        """Raises Refused when there is nothing to ask about."""
        if self.status is not Status.WAITING or not self.checkout:
            raise Refused("checkout.nothing-to-ask")
        self.record(CheckoutQuestioned(company=command.company, checkout=self.checkout, question=self.question + 1))

    def record_checkout_failure(self, command: RecordCheckoutFailure, rules: Rules) -> None:
        """Plans the next attempt, or gives the order up after the last one."""
        if self.checkout or self.status is not Status.WAITING or command.attempt <= self.attempts:
            return
        retry_at = None if command.final else rules.retry_checkout_at(command.attempt, command.at)
        if retry_at is None:
            self.record(CheckoutGivenUp(company=command.company, attempt=command.attempt, cause=command.cause))
            return
        self.record(
            CheckoutFailed(
                company=command.company,
                attempt=command.attempt,
                cause=command.cause,
                key=self.attempt_key or command.key,
                retry_at=retry_at,
            )
        )

    def retry_checkout(self, command: RetryCheckout) -> None:
        """Asks again under the first attempt's key, because that attempt may have succeeded without our hearing it."""
        waits = self.status is Status.WAITING and not self.checkout
        if waits and command.attempt == self.attempts + 1 and self.attempt_key:
            self.record(CheckoutRetried(company=command.company, attempt=command.attempt, key=self.attempt_key))

    # Decisions: payments.

    def record_payment(self, command: RecordPayment, rules: Rules) -> None:
        """Takes the provider's word, which comes late, twice and out of order.

        Raises NotYet when the order is not known, and Refused when it is another company's.
        """
        if self.status in (Status.NEW, Status.TURNED_AWAY):
            raise NotYet(f"order {self.id}")
        if command.company != self.accepted.company:
            raise Refused("payment.other-company", payment=command.payment)
        known = command.payment in self.returned.aside and not command.set_aside
        if command.payment == self.payment or known:
            return
        if command.outcome != "paid":
            self._decline(command, rules)
        elif self.status is Status.PAID:
            self._set_aside(command, "payment.already-paid")
        elif self.status is Status.CANCELLED:
            self._set_aside(command, "payment.order-cancelled")
        elif command.amount != self.accepted.total:
            self._set_aside(command, "payment.amount-differs")
        else:
            self._pay(command)

    def _decline(self, command: RecordPayment, rules: Rules) -> None:
        """The order still waits (S1-17); a checkout ends with its payment, so the order needs another one."""
        over = self.status in (Status.PAID, Status.CANCELLED)
        if over or command.payment in self.declined or command.outcome == "paid":
            return
        self.record(
            PaymentDeclined(
                company=command.company, payment=command.payment, provider=command.provider, outcome=command.outcome
            )
        )
        if self.checkout and self.checkouts < rules.checkouts_max:
            self.record(CheckoutRenewed(company=command.company, number=self.checkouts + 1))

    def _set_aside(self, command: RecordPayment, reason: SetAsideReason) -> None:
        self.record(set_aside(command, self.accepted.total, reason))

    def _pay(self, command: RecordPayment) -> None:
        order = self.accepted
        self.record(
            OrderPaid(
                company=order.company,
                klip=order.klip,
                quantity=order.quantity,
                net=order.net,
                vat=order.vat,
                total=order.total,
                payment=command.payment,
                provider=command.provider,
                account=self.account,
                lines=self.lines,
                treatment=order.treatment,
                vat_rate=order.vat_rate,
                vat_note=order.vat_note,
                checkout=command.checkout or self.checkout,
                set_aside=command.set_aside,
            )
        )

    # Decisions: money that goes back. The wallet has taken the credits in the same unit of work.

    def check_refund(self, command: RefundOrder) -> None:
        """Raises Refused when nothing of this order can be paid back, NotYet when it is not known."""
        if self.status in (Status.NEW, Status.TURNED_AWAY):
            raise NotYet(f"order {self.id}")
        if command.company != self.accepted.company:
            raise Refused("order.other-company")
        if self.status is not Status.PAID:
            raise Refused("refund.not-paid")
        if self.charged_back:
            raise Refused("refund.charged-back")

    def give_back(self, command: RefundOrder, taken: Sequence[Taken]) -> tuple[Money, Money, Money]:
        """The price of what was taken, before VAT and its VAT, and how much of it is kept for what is owed.

        Raises Refused when nothing was taken, or all of it is owed.
        """
        if not taken:
            raise Refused("refund.nothing-unused")
        (net, vat), owed = self.worth(taken), max(self.returned.owed, Decimal("0.00"))
        if net.amount + vat.amount <= owed:
            raise Refused("refund.owed", owed=written(Money(owed, net.currency)))
        deducted = Money(owed, net.currency)
        self.record(
            OrderGivenBack(
                company=command.company, refund=command.refund, net=net, vat=vat, deducted=deducted if owed else None
            )
        )
        return net, vat, deducted

    def worth(self, taken: Sequence[Taken]) -> tuple[Money, Money]:
        """Net and VAT of credits, so that all that goes back of an order never exceeds what was paid."""
        order = self.accepted
        net, vat = self.returned.worth(taken, order.net.amount, order.vat.amount)
        return Money(net, order.net.currency), Money(vat, order.net.currency)

    def may_be_charged_back(self, command: RecordChargeback) -> bool:
        """Whether credits go for it; what cannot be is set aside for a person."""
        doubt = self.returned.doubt(command, self.accepted.total)
        if doubt:
            self.record(doubt)
        return doubt is None

    def charge_back(self, command: RecordChargeback, taken: Sequence[Taken]) -> None:
        """The bank took the money: its share of what was unused is gone, and the rest is owed."""
        net, vat = self.worth(taken)
        self.record(self.returned.charge_back(command, taken, net, vat, self.account, self.accepted.treatment))

    def charge_back_aside(self, command: RecordChargeback) -> None:
        """The bank took a payment back that had bought nothing."""
        self.record(self.returned.charge_back_aside(command))

    def reverse(self, command: ReverseChargeback) -> list[Taken]:
        """The dispute was won; answers with the credits to give again. Raises NotYet for a chargeback to come."""
        event, given = self.returned.reverse(command, self.lines, self.account, self.accepted.treatment)
        if event:
            self.record(event)
        return given

    def settle(self, command: Settling) -> None:
        """A person decides on money that waits. Raises Refused when none does."""
        if self.status in (Status.NEW, Status.TURNED_AWAY):
            raise Refused("bank-payment.order-unknown")
        self.record(self.returned.settle(command, self.accepted.total.currency))

    # Evolution.

    def evolve(self, event: OrderEvent) -> None:
        match event:
            case OrderAccepted():
                self.status, self.accepted = Status.WAITING, event
            case OrderTurnedAway() | OrderCancelled() | OrderRevived():
                self.status = AFTER[type(event)]
            case CheckoutOpened():
                self.checkout = event.checkout
            case CheckoutFailed():
                self.attempts, self.attempt_key = event.attempt, event.key
            case CheckoutQuestioned():
                self.question = event.question
            case CheckoutRetried() | CheckoutUnanswered():
                pass
            case CheckoutRenewed():
                self.checkout, self.checkouts = "", event.number
                self.attempts, self.attempt_key = 0, None
            case CheckoutGivenUp():
                self.status, self.attempts = Status.GIVEN_UP, event.attempt
            case PaymentDeclined():
                self.declined.add(event.payment)
            case OrderPaid():
                self.status, self.payment, self.paid_at_checkout = Status.PAID, event.payment, event.checkout
            case _:
                self.returned.evolve(event)


def written(money: Money) -> str:
    return f"{money.amount} {money.currency}"
