"""What is done with money that goes back or waits for a person: load, decide. The chassis saves."""

from __future__ import annotations

from chassis import NotYet, Refused, Session
from contracts.values import Money, OrderLine
from wallet.credits.books import close_long_book, open_book
from wallet.credits.grants import Grant
from wallet.orders.awaited_transfer import AwaitedTransfer, transfer_id
from wallet.orders.commands import (
    AssignAside,
    RecordChargeback,
    RecordPayment,
    RefundOrder,
    ReturnAside,
    ReverseChargeback,
)
from wallet.orders.handlers import record_payment
from wallet.orders.order import Order, Status, written
from wallet.orders.returned import Aside
from wallet.refunds.commands import RecordRefundFailure
from wallet.refunds.refund import Refund
from wallet.rules import Rules


async def refund_order(command: RefundOrder, session: Session) -> None:
    """The credits go before the money: nobody uses what is being paid back."""
    refund = await session.load(Refund, command.refund)
    if refund.exists:
        return
    order = await session.load(Order, command.order)
    order.check_refund(command)
    book = await open_book(session, order.account)
    wanted = [(line.item, line.quantity) for line in order.lines]
    if command.quantity is not None:
        wanted = [(wanted[0][0], command.quantity)]
    taken = book.take_back(command.company, order.account, order.id, wanted, "refund")
    price = order.give_back(command, taken)
    refund.agree(command, order, tuple(OrderLine(each.klip, each.quantity) for each in taken), price)
    await close_long_book(session, command.company, order.account)


async def record_refund_failure(command: RecordRefundFailure, session: Session) -> None:
    refund = await session.load(Refund, command.refund)
    refund.record_failure(command, session.use(Rules))


async def record_chargeback(command: RecordChargeback, session: Session) -> None:
    """Its share of the unused credits goes; the rest of the amount is owed."""
    order = await _charged(command, session)
    if order.returned.knows(command.chargeback):
        return
    if command.payment != order.payment:
        order.charge_back_aside(command)
    elif order.may_be_charged_back(command):
        book = await open_book(session, order.account)
        wanted = order.returned.share(order.lines, command.amount.amount, order.accepted.total.amount)
        taken = book.take_back(command.company, order.account, order.id, wanted, "chargeback")
        order.charge_back(command, taken)
        await close_long_book(session, command.company, order.account)


async def reverse_chargeback(command: ReverseChargeback, session: Session) -> None:
    """The dispute was won: everything is as it was before the chargeback."""
    order = await _charged(command, session)
    given = order.reverse(command)
    book = await open_book(session, order.account)
    for each in given:
        value = Money(each.value, order.accepted.net.currency)
        grant = Grant(order.id, each.klip, each.quantity, value, order.accepted.treatment)
        book.give_back(command.company, order.account, grant, session.use(Rules))
    await close_long_book(session, command.company, order.account)


async def _charged(command: RecordChargeback | ReverseChargeback, session: Session) -> Order:
    """The order that has the payment: a person may have moved it. Raises NotYet for a payment to come."""
    order = await session.load(Order, command.order)
    if order.exists and order.payment != command.payment:
        aside = order.returned.aside.get(command.payment)
        if aside is None:
            raise NotYet(f"payment of order {command.order}")
        if aside.to_order:
            order = await session.load(Order, aside.to_order)
    if not order.exists:
        raise NotYet(f"order {command.order}")
    return order


async def return_aside(command: ReturnAside, session: Session) -> None:
    """It goes back as a refund does: to the card, tried again until it is done, or by hand."""
    refund = await session.load(Refund, command.refund)
    if refund.exists:
        return
    order = await session.load(Order, command.order)
    left = _left(order, command.payment)
    order.settle(command)
    refund.agree_aside(command, order, left.event, Money(left.left, left.event.amount.currency))


async def assign_aside(command: AssignAside, session: Session) -> None:
    """It pays for the order that staff name, whole; one that was cancelled meanwhile is granted after all."""
    order = await session.load(Order, command.order)
    to = await session.load(Order, command.to_order)
    aside = _left(order, command.payment)
    amount = Money(aside.left, aside.event.amount.currency)
    transfer = await session.load(AwaitedTransfer, transfer_id(command.to_order))
    if to.status in (Status.NEW, Status.TURNED_AWAY) or to.accepted.company != command.company:
        raise Refused("bank-payment.order-unknown")
    if to.status is Status.PAID:
        raise Refused("bank-payment.order-paid")
    due = to.accepted.total
    if amount != due or (transfer.exists and transfer.received):
        raise Refused("payment.does-not-fit", amount=written(amount), due=written(due))
    order.settle(command)
    to.revive()
    paid = RecordPayment(
        company=command.company,
        order=to.id,
        provider=aside.event.provider,
        payment=command.payment,
        outcome="paid",
        amount=amount,
        checkout=aside.event.checkout,
        set_aside=True,
        at=command.at,
    )
    await record_payment(paid, session)


def _left(order: Order, payment: str) -> Aside:
    """What is still set aside, as it is now. Raises Refused when there is no such payment."""
    aside = order.returned.aside.get(payment)
    if aside is None:
        raise Refused("payment.not-set-aside")
    return Aside(aside.event, aside.left)
