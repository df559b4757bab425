"""One function per command: load, decide. The chassis saves."""

from chassis import NotYet, Session
from wallet.commands import (
    AcceptOrder,
    CaptureCredit,
    GrantWaiting,
    OpenWallet,
    RecordCheckout,
    RecordCheckoutFailure,
    RecordPayment,
    ReleaseCredit,
    ReserveCredit,
    RetryCheckout,
)
from wallet.order import Order, Status
from wallet.rules import Rules
from wallet.wallet import Wallet, wallet_id


async def open_wallet(command: OpenWallet, session: Session) -> None:
    wallet = await session.load(Wallet, wallet_id(command.company))
    wallet.open(command)


async def accept_order(command: AcceptOrder, session: Session) -> None:
    wallet = await session.load(Wallet, wallet_id(command.company))
    if not wallet.opened:
        raise NotYet(f"company {command.company}")
    order = await session.load(Order, command.order)
    order.accept(command, session.use(Rules))


async def record_checkout(command: RecordCheckout, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.record_checkout(command)


async def record_checkout_failure(command: RecordCheckoutFailure, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.record_checkout_failure(command, session.use(Rules))


async def retry_checkout(command: RetryCheckout, session: Session) -> None:
    order = await session.load(Order, command.order)
    order.retry_checkout(command)


async def record_payment(command: RecordPayment, session: Session) -> None:
    """Paid and granted in one unit: nobody ever sees the one without the other (S1-17)."""
    order = await session.load(Order, command.order)
    order.record_payment(command, session.use(Rules))
    if order.status is Status.PAID:
        wallet = await session.load(Wallet, wallet_id(command.company))
        wallet.grant(order.id, order.accepted, session.use(Rules))


async def reserve_credit(command: ReserveCredit, session: Session) -> None:
    wallet = await session.load(Wallet, wallet_id(command.company))
    wallet.reserve(command, session.use(Rules))


async def capture_credit(command: CaptureCredit, session: Session) -> None:
    wallet = await session.load(Wallet, wallet_id(command.company))
    wallet.capture(command)


async def release_credit(command: ReleaseCredit, session: Session) -> None:
    wallet = await session.load(Wallet, wallet_id(command.company))
    wallet.release(command, session.use(Rules))


async def grant_waiting(command: GrantWaiting, session: Session) -> None:
    wallet = await session.load(Wallet, wallet_id(command.company))
    wallet.grant_waiting(command, session.use(Rules))
