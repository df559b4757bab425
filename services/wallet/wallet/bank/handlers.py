"""What is done with bank files and payments before an order is looked for: load, decide. The chassis saves."""

from __future__ import annotations

from chassis import Session
from wallet.bank.bank_file import BankFile, PaymentSource, bare, is_one_of
from wallet.bank.bank_payment import BankPayment
from wallet.bank.commands import DismissPayment, TakeBankFile
from wallet.bank.equal_payments import EqualPayments
from wallet.bank.files.reading import BankFiles
from wallet.receiver_of_transfers import ReceiverOfTransfers

PORTAL = "portal"


async def take_bank_file(command: TakeBankFile, session: Session) -> None:
    """Raises Refused `bank-file.*` for a file that cannot be relied on: nothing of it is taken then."""
    ours = session.use(ReceiverOfTransfers)
    file = await session.load(BankFile, command.file)
    await session.documents.copy(command.document, PORTAL)
    content = await session.documents.read(command.document)
    statements = await session.use(BankFiles).statements(content)
    file.take(command, ours.company, statements, ours.accounts)
    for statement in statements:
        if is_one_of(statement.account, ours.accounts):
            account = bare(statement.account)
            source = await session.load(PaymentSource, session.natural_id("payment-source", account))
            source.tell(ours.company, account, statement.format)


async def dismiss_payment(command: DismissPayment, session: Session) -> None:
    """No other money came: whoever told of this payment told of the one that was known."""
    payment = await session.load(BankPayment, command.payment)
    payment.dismiss(command)
    if payment.equals and payment.same_as:
        equals = await session.load(EqualPayments, payment.equals)
        equals.join(payment.company, payment.id, payment.same_as)
