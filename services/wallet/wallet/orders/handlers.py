"""What is done with carts, orders and payments: load, decide. The chassis saves."""

from collections.abc import Sequence

from chassis import Session
from contracts.values import OrderLine
from wallet.bank.bank_payment import BankPayment
from wallet.catalogue import Quote, is_plan, quote, terms_at
from wallet.credits.books import close_long_book, open_book
from wallet.credits.grants import Grant
from wallet.customers.customer import Customer, customer_id
from wallet.orders.awaited_transfer import AwaitedTransfer, transfer_id
from wallet.orders.cart import Cart, cart_id
from wallet.orders.commands import (
    AcceptOrder,
    CancelOrder,
    ChangeCart,
    QuestionCheckout,
    RecordCheckout,
    RecordCheckoutFailure,
    RecordCheckoutSilence,
    RecordPayment,
)
from wallet.orders.order import Order, Status
from wallet.orders.transfer import PaymentReference, due_on, reference_of
from wallet.prices.price_list import PRICE_LIST, PriceList
from wallet.receiver_of_transfers import ReceiverOfTransfers
from wallet.rules import Rules


async def quoted(
    lines: Sequence[OrderLine], customer: Customer, command: AcceptOrder | ChangeCart | RecordPayment, session: Session
) -> Quote:
    """What the lines cost this customer at the moment of the command, announced prices included."""
    listed = await session.load(PriceList, PRICE_LIST)
    return quote(lines, command.at, listed.prices, customer.vat)


async def change_cart(command: ChangeCart, session: Session) -> None:
    customer = await session.load(Customer, customer_id(command.company))
    customer.must_be_open()
    cart = await session.load(Cart, cart_id(command.company))
    lines = cart.lines_with(command, session.use(Rules))
    priced = await quoted(lines, customer, command, session)
    cart.change(command.company, command.person, priced, terms_at(command.at))


async def accept_order(command: AcceptOrder, session: Session) -> None:
    """The price of now, which the buyer has seen, or is shown before anything is charged."""
    customer = await session.load(Customer, customer_id(command.company))
    customer.must_be_open()
    order = await session.load(Order, command.order)
    if order.exists:
        return
    cart = await session.load(Cart, cart_id(command.company))
    account = customer.account(command.account, command.company)
    price = await quoted(command.lines or cart.lines, customer, command, session)
    in_force = terms_at(command.at)
    if command.total_seen and price.lines and command.total_seen != price.total:
        order.turn_away(command, command.total_seen, price.total)
        if not command.lines:
            cart.change(command.company, None, price, in_force)
        return
    if command.cause != "person":  # agreed on beforehand, under the terms of that day
        in_force = command.terms_version
    order.accept(command, account, price, in_force, session.use(Rules))
    if command.payment == "transfer":
        await await_transfer(order, command, session)
        if not command.lines:
            await _empty_cart(order, command, session)


async def _empty_cart(order: Order, command: AcceptOrder | RecordPayment, session: Session) -> None:
    """What was ordered leaves the cart; what was put there since stays, at the price of today."""
    cart = await session.load(Cart, cart_id(command.company))
    customer = await session.load(Customer, customer_id(command.company))
    ordered = [OrderLine(line.item, line.quantity) for line in order.lines]
    left = cart.lines_without(ordered)
    if left != cart.lines:
        cart.change(command.company, None, await quoted(left, customer, command, session), terms_at(command.at))


async def cancel_order(command: CancelOrder, session: Session) -> None:
    order = await session.load(Order, command.order)
    before = order.status
    order.cancel(command)
    if order.status is Status.CANCELLED and before is not Status.CANCELLED:
        await give_up_transfer(order, session)
        customer = await session.load(Customer, customer_id(command.company))
        customer.close_top_up(order.id)
        if order.accepted.cause == "plan" and command.expired:
            customer.lose_plan(command.company, order.id, command.at, session.use(Rules))


async def record_checkout(command: RecordCheckout, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.record_checkout(command, session.use(Rules))


async def question_checkout(command: QuestionCheckout, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.question_checkout(command, session.use(Rules))


async def record_checkout_silence(command: RecordCheckoutSilence, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.record_silence(command, session.use(Rules))


async def record_checkout_failure(command: RecordCheckoutFailure, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.record_checkout_failure(command, session.use(Rules))
    if order.status is Status.GIVEN_UP:
        (await session.load(Customer, customer_id(command.company))).close_top_up(order.id)


async def record_payment(command: RecordPayment, session: Session) -> None:
    """Paid and granted in one unit: nobody ever sees the one without the other (S1-17)."""
    order = await session.load(Order, command.order)
    paid_before = order.status is Status.PAID
    order.record_payment(command, session.use(Rules))
    if order.status is Status.PAID and not paid_before:
        await _grant(order, command, session)


async def _grant(order: Order, command: RecordPayment, session: Session) -> None:
    book = await open_book(session, order.account)
    for line in order.lines:
        if not is_plan(line.item):
            grant = Grant(order.id, line.item, line.quantity, line.net, order.accepted.treatment)
            book.grant(command.company, order.account, grant, session.use(Rules))
    customer = await session.load(Customer, customer_id(command.company))
    customer.close_top_up(order.id)
    await _empty_cart(order, command, session)
    await close_long_book(session, command.company, order.account)


async def await_transfer(order: Order, command: AcceptOrder, session: Session) -> None:
    """A reference, a due day and an end. Raises Refused in the one case in a billion that the reference is taken."""
    ours = session.use(ReceiverOfTransfers)
    reference = reference_of(order.id)
    given = await session.load(PaymentReference, session.natural_id("payment-reference", reference))
    given.give(command.company, order.id)
    transfer = await session.load(AwaitedTransfer, transfer_id(order.id))
    transfer.begin(order, ours.company, reference, due_on(command.at, ours.due_days), command.at + ours.open_for)


async def give_up_transfer(order: Order, session: Session) -> None:
    """What had come of an order that ended waits for a person."""
    transfer = await session.load(AwaitedTransfer, transfer_id(order.id))
    for payment, amount in transfer.give_up().items():
        (await session.load(BankPayment, payment)).queue("order-cancelled", amount, order.id)
