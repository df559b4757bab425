"""What is done with carts, orders and payments: load, decide. The chassis saves."""

from collections.abc import Sequence

from chassis import Session
from contracts.values import OrderLine
from wallet.awaited import await_transfer, give_up_transfer
from wallet.books import open_book, turn_page
from wallet.cart import Cart, cart_id
from wallet.catalogue import Quote, item_of, quote, terms_at
from wallet.commands import (
    AcceptOrder,
    AskAboutCheckout,
    CancelOrder,
    ChangeCart,
    QuestionCheckout,
    RecordCheckout,
    RecordCheckoutFailure,
    RecordCheckoutSilence,
    RecordPayment,
    RecordRefundByHand,
    RecordRefundFailure,
    RecordRefundPaid,
    RefundOrder,
    RetryCheckout,
    RetryRefund,
)
from wallet.customer import Customer, customer_id
from wallet.grants import Grant
from wallet.order import Order, Status
from wallet.prices import PRICE_LIST, PriceList
from wallet.refund import Refund
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


async def ask_about_checkout(command: AskAboutCheckout, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.ask_again(command)


async def record_checkout_failure(command: RecordCheckoutFailure, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.record_checkout_failure(command, session.use(Rules))
    if order.status is Status.GIVEN_UP:
        (await session.load(Customer, customer_id(command.company))).close_top_up(order.id)


async def retry_checkout(command: RetryCheckout, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.retry_checkout(command)


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
        if item_of(line.item).kind == "klip":
            grant = Grant(order.id, line.item, line.quantity, line.net, order.accepted.treatment)
            book.grant(command.company, order.account, grant, session.use(Rules))
    customer = await session.load(Customer, customer_id(command.company))
    customer.close_top_up(order.id)
    await _empty_cart(order, command, session)
    await turn_page(session, command.company, order.account)


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
    await turn_page(session, command.company, order.account)


async def record_refund_paid(command: RecordRefundPaid, session: Session) -> None:
    refund = await session.load(Refund, command.refund)
    refund.record_paid(command)


async def record_refund_by_hand(command: RecordRefundByHand, session: Session) -> None:
    refund = await session.load(Refund, command.refund)
    refund.record_by_hand(command)


async def record_refund_failure(command: RecordRefundFailure, session: Session) -> None:
    refund = await session.load(Refund, command.refund)
    refund.record_failure(command, session.use(Rules))


async def retry_refund(command: RetryRefund, session: Session) -> None:
    refund = await session.load(Refund, command.refund)
    refund.retry(command)
