"""Asking the card provider to pay back."""

from chassis import Acting
from wallet.orders.card_payments import CardPayments, CardProviderDown, CardProviderRefused
from wallet.refunds.commands import RecordRefundFailure, RecordRefundPaid
from wallet.refunds.events import RefundAgreed, RefundRetried
from wallet.refunds.refund import Refund


async def pay_back(
    event: RefundAgreed | RefundRetried, acting: Acting
) -> RecordRefundPaid | RecordRefundFailure | None:
    """Has the provider pay back; the refund's own id is the key, so that no attempt pays a second time."""
    refund = await acting.load(Refund, acting.stream)
    agreed = refund.agreed
    if not agreed.checkout:
        return None  # it came by transfer: an operator pays it back
    try:
        cards = acting.use(CardPayments)  # type: ignore[type-abstract]
        receipt = await cards.refund(refund.id, agreed.checkout, agreed.amount)
    except (CardProviderDown, CardProviderRefused) as failure:
        return RecordRefundFailure(
            company=event.company,
            refund=refund.id,
            attempt=event.attempt if isinstance(event, RefundRetried) else 1,
            cause=str(failure),
            final=isinstance(failure, CardProviderRefused),
            at=acting.now,
        )
    return RecordRefundPaid(company=event.company, refund=refund.id, receipt=receipt, at=acting.now)
