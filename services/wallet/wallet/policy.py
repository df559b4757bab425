"""What time brings back: another attempt at a checkout, and the rest of a long queue."""

from chassis import Due, Happened
from wallet.commands import GrantWaiting, RetryCheckout
from wallet.events import CheckoutFailed, GrantingPaused


def retry_checkout(event: CheckoutFailed, happened: Happened[CheckoutFailed]) -> Due:
    again = RetryCheckout(company=event.company, order=happened.stream, attempt=event.attempt + 1, at=event.retry_at)
    return Due(event.retry_at, again)


def go_on_granting(event: GrantingPaused, happened: Happened[GrantingPaused]) -> Due:
    return Due(happened.at, GrantWaiting(company=event.company, klip=event.klip, at=happened.at))
