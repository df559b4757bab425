"""What an order by transfer is given when it is taken, and what becomes of part of its money when it ends."""

from chassis import Session
from wallet.awaited_transfer import AwaitedTransfer, transfer_id
from wallet.bank_payment import BankPayment
from wallet.commands import AcceptOrder
from wallet.order import Order
from wallet.receiver_of_transfers import ReceiverOfTransfers
from wallet.transfer import PaymentReference, due_on, reference_of


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
