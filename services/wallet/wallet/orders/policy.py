"""What time brings back to orders: another attempt at a checkout, a question, an end."""

from uuid import UUID

from chassis import Due, Happened
from wallet.orders.commands import CancelOrder, QuestionCheckout, RetryCheckout
from wallet.orders.events import CheckoutFailed, CheckoutOpened, CheckoutQuestioned, OrderAccepted, TransferAwaited


def retry_checkout(event: CheckoutFailed, happened: Happened[CheckoutFailed]) -> Due:
    again = RetryCheckout(company=event.company, order=happened.stream, attempt=event.attempt + 1, at=event.retry_at)
    return Due(event.retry_at, again)


def question_checkout(event: CheckoutOpened, happened: Happened[CheckoutOpened]) -> Due | None:
    return _question_checkout(event, happened.stream, 1)


def question_checkout_again(event: CheckoutQuestioned, happened: Happened[CheckoutQuestioned]) -> Due | None:
    return _question_checkout(event, happened.stream, event.question + 1)


def _question_checkout(event: CheckoutOpened | CheckoutQuestioned, order: UUID, question: int) -> Due | None:
    """A webhook may be lost for ever: nothing that was paid for stays without its credits."""
    if event.question_at is None:
        return None
    ask = QuestionCheckout(
        company=event.company, order=order, checkout=event.checkout, question=question, at=event.question_at
    )
    return Due(event.question_at, ask)


def end_order(event: TransferAwaited, happened: Happened[TransferAwaited]) -> Due:
    """Nobody waits for ever; what comes later waits for a person."""
    end = CancelOrder(company=event.company, order=event.order, expired=True, at=event.expires_at)
    return Due(event.expires_at, end)


def end_unpaid_order(event: OrderAccepted, happened: Happened[OrderAccepted]) -> Due | None:
    """The same for what the network ordered by card; what a person put into a cart may wait there."""
    if event.expires_at is None:
        return None
    end = CancelOrder(company=event.company, order=happened.stream, expired=True, at=event.expires_at)
    return Due(event.expires_at, end)
