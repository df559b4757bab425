"""What is done with payments over a bank: load, decide. The chassis saves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from chassis import NotYet, Refused, Session
from contracts.values import Money
from wallet.bank.bank_file import BankFile, Outcome, entries_of
from wallet.bank.bank_payment import BankPayment
from wallet.bank.commands import RegisterPayment
from wallet.bank.equal_payments import EqualPayments
from wallet.bank.files.entry import BankEntry, key_of
from wallet.bank.files.reading import BankFiles
from wallet.orders.awaited_transfer import AwaitedTransfer, transfer_id
from wallet.orders.commands import RecordChargeback, RecordPayment
from wallet.orders.handlers import record_payment
from wallet.orders.order import Order, Status
from wallet.orders.transfer import PaymentReference
from wallet.receiver_of_transfers import ReceiverOfTransfers
from wallet.refunds.handlers import record_chargeback
from wallet.transfers.commands import AssignPayment, TakeEntries

TRANSFER = "transfer"


async def take_entries(command: TakeEntries, session: Session) -> None:
    """The next part of a file. Each payment is taken once, whichever file told of it first."""
    ours = session.use(ReceiverOfTransfers)
    file = await session.load(BankFile, command.file)
    if file.taken is None or file.done != command.start:
        return
    content = await session.documents.read(file.taken.document)
    counts: Counter[Outcome] = Counter()
    entries = entries_of(await session.use(BankFiles).statements(content), ours.accounts)
    for entry, source in entries[command.start : command.start + ours.entries_at_once]:
        counts[await _taken(replace(entry, source=source), command, ours, session)] += 1
    file.note(ours.company, command.start, counts)


async def _taken(entry: BankEntry, command: TakeEntries, ours: ReceiverOfTransfers, session: Session) -> Outcome:
    if entry.amount.amount < 0 and not entry.reversal:
        return "others"  # what leaves our account is no payment to us
    if entry.unnamed:
        return await _equal_taken(entry, command, ours, session)
    payment = await session.load(BankPayment, session.natural_id("bank-payment", entry.key))
    if not payment.arrive(ours.company, command.file, entry):
        return "known"
    await _match(payment, entry.reversal, command, session)
    return "new"


async def _equal_taken(entry: BankEntry, command: TakeEntries, ours: ReceiverOfTransfers, session: Session) -> Outcome:
    """Without a bank reference, all that was told of payments that say the same tells whether it is news."""
    equals = await session.load(EqualPayments, session.natural_id("equal-payments", entry.said))
    if not equals.exists:
        await _note_earlier(equals, entry, ours, session)
    found = equals.find(command.file, entry)
    key = key_of(entry.said, found.number)
    payment = await session.load(BankPayment, session.natural_id("bank-payment", key))
    equals.note(ours.company, payment.id, found.number, command.file, entry)
    if found.known:
        return "known"
    payment.arrive(ours.company, command.file, replace(entry, key=key), equals.id, found.same_as)
    if found.same_as:
        payment.queue("possibly-known", payment.amount.amount)
        return "unsure"
    await _match(payment, entry.reversal, command, session)
    return "new"


async def _note_earlier(equals: EqualPayments, entry: BankEntry, ours: ReceiverOfTransfers, session: Session) -> None:
    """Payments that were taken before sources were noted: nobody knows which source told of them."""
    while True:
        number = equals.count + 1
        payment = await session.load(BankPayment, session.natural_id("bank-payment", key_of(entry.said, number)))
        if not payment.exists:
            return
        equals.note(ours.company, payment.id, number, None, replace(entry, nth=number))


async def register_payment(command: RegisterPayment, session: Session) -> None:
    ours = session.use(ReceiverOfTransfers)
    payment = await session.load(BankPayment, command.payment)
    if not payment.exists:
        payment.register(command, ours.company, ours.accounts[0])
        await _match(payment, False, command, session)


async def assign_payment(command: AssignPayment, session: Session) -> None:
    """What waits goes to the order that staff name; an order that was cancelled is granted after all."""
    payment = await session.load(BankPayment, command.payment)
    payment.must_wait()
    if payment.waiting < 0:
        raise Refused("bank-payment.taken-back")
    order = await session.load(Order, command.order)
    transfer = await session.load(AwaitedTransfer, transfer_id(command.order))
    if order.status in (Status.NEW, Status.TURNED_AWAY) or not transfer.exists:
        raise Refused("bank-payment.order-unknown")
    if order.status is Status.PAID:
        raise Refused("bank-payment.order-paid")
    if payment.amount.currency != transfer.awaited.total.currency:
        raise Refused("bank-payment.other-currency", currency=transfer.awaited.total.currency)
    amount = payment.settle("assigned", command.person)
    order.revive()
    await _count(payment, order, amount, command, session)


Asking = TakeEntries | RegisterPayment | AssignPayment


async def _match(payment: BankPayment, reversal: bool, command: Asking, session: Session) -> None:
    """By reference and amount; what fits no order waits for a person."""
    amount = payment.amount.amount
    given = await session.load(PaymentReference, session.natural_id("payment-reference", payment.reference))
    if given.order is None:
        payment.queue("unknown-reference", amount)
        return
    order = await session.load(Order, given.order)
    if not order.exists:
        raise NotYet(f"order {given.order}")
    if reversal:
        await _take_back(payment, order, command, session)
    elif payment.amount.currency != order.accepted.total.currency:
        payment.queue("other-currency", amount, order.id)
    elif order.status is Status.PAID:
        payment.queue("already-paid", amount, order.id)
    elif order.status is Status.CANCELLED:
        payment.queue("order-cancelled", amount, order.id)
    else:
        await _count(payment, order, amount, command, session)


async def _count(payment: BankPayment, order: Order, amount: Decimal, command: Asking, session: Session) -> None:
    """Counts towards the order; the payment that makes it whole pays for it, and what is over waits for a person."""
    transfer = await session.load(AwaitedTransfer, transfer_id(order.id))
    used, over = transfer.receive(payment.id, amount)
    payment.place(order.id, order.accepted.company, used)
    if over:
        payment.queue("too-much", over, order.id)
    if transfer.is_whole:
        paid = RecordPayment(
            company=order.accepted.company,
            order=order.id,
            provider=TRANSFER,
            payment=str(payment.id),
            outcome="paid",
            amount=order.accepted.total,
            at=command.at,
        )
        await record_payment(paid, session)


async def _take_back(payment: BankPayment, order: Order, command: Asking, session: Session) -> None:
    """The bank took a payment back: a waiting order waits for more again, a paid one is charged back by so much."""
    amount = -payment.amount.amount
    transfer = await session.load(AwaitedTransfer, transfer_id(order.id))
    if order.status is Status.WAITING and amount <= transfer.received:
        transfer.give_back(payment.id, amount)
        payment.place(order.id, order.accepted.company, -amount)
    elif order.status is Status.PAID and amount <= order.accepted.total.amount - order.returned.charged:
        payment.place(order.id, order.accepted.company, -amount)
        back = RecordChargeback(
            company=order.accepted.company,
            order=order.id,
            provider=TRANSFER,
            payment=order.payment,
            chargeback=str(payment.id),
            amount=Money(amount, order.accepted.total.currency),
            at=command.at,
        )
        await record_chargeback(back, session)
    else:
        payment.queue("reversal-unclear", -amount, order.id)
