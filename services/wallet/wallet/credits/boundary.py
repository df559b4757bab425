"""What is told of credits that were taken back."""

from contracts.wallet import v1 as told
from wallet.credits import events
from wallet.credits.account_book import AccountBook


def tell_credits_taken_back(event: events.CreditsTakenBack, book: AccountBook) -> told.CreditsTakenBack:
    return told.CreditsTakenBack(
        company=event.company,
        account=event.account,
        order=event.order,
        klip=event.klip,
        quantity=event.quantity,
        available=event.available,
        cause="refund" if event.cause == "refund" else "chargeback",
    )
