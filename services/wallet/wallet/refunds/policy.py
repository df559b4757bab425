"""What time brings back to refunds: another attempt."""

from chassis import Due, Happened
from wallet.refunds.commands import RetryRefund
from wallet.refunds.events import RefundAttemptFailed


def retry_refund(event: RefundAttemptFailed, happened: Happened[RefundAttemptFailed]) -> Due:
    again = RetryRefund(company=event.company, refund=happened.stream, attempt=event.attempt + 1, at=event.retry_at)
    return Due(event.retry_at, again)
