"""The network's own bookkeeping in kronor, by a BAS chart of accounts: each event is a voucher that sums to zero.

Credits that were sold and not yet used are a liability (2970), and become revenue one by one as they are used. VAT is
due at the sale (see vat.py). By card the money is a claim on the card company (1580) until it pays out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chassis import Event
from wallet.bank.events import BankPaymentArrived, BankPaymentDismissed, BankPaymentSettled
from wallet.catalogue import is_plan
from wallet.credits.events import CreditCaptured, CreditsAdjusted
from wallet.orders.events import AsideSettled, ChargebackReversed, ChargedBack, DebtSettled, OrderPaid, PaymentSetAside
from wallet.refunds.events import RefundAgreed, RefundGivenUp, RefundPaid
from wallet.vat import Treatment

NOTHING: Final = Decimal("0.00")
CUSTOMERS: Final = "1510"
CARD_COMPANY: Final = "1580"
BANK: Final = "1930"
PREPAID_BY_CUSTOMERS: Final = "2420"
OUTPUT_VAT: Final = "2611"
UNUSED_CREDITS: Final = "2970"
CORRECTIONS: Final = "3990"
BAD_DEBTS: Final = "6351"
REVENUE: Final[dict[Treatment, str]] = {"domestic": "3001", "reverse-charge": "3308", "outside-eu": "3305"}

CHART: Final = {
    CUSTOMERS: "Kundfordringar",
    CARD_COMPANY: "Fordringar för kontokort",
    BANK: "Företagskonto",
    PREPAID_BY_CUSTOMERS: "Förskott från kunder",
    OUTPUT_VAT: "Utgående moms, 25 %",
    UNUSED_CREDITS: "Förutbetalda intäkter, sålda klip",
    "3001": "Försäljning inom Sverige, 25 % moms",
    "3305": "Försäljning tjänster till land utanför EU",
    "3308": "Försäljning tjänster till annat EU-land",
    CORRECTIONS: "Övriga rörelseintäkter, rättelser av klip",
    BAD_DEBTS: "Konstaterade förluster på kundfordringar",
}
"""Accounts of the chart that the wallet writes on, by number (BAS 2026)."""

WHERE_PAID: Final = {"transfer": PREPAID_BY_CUSTOMERS}
"""By provider: a transfer is booked when it arrives, and is the customer's until an order takes it; else by card."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a voucher: positive is debit, negative is credit, in kronor and öre."""

    account: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Voucher:
    """What an event does to the network's books."""

    text: str
    rows: tuple[Row, ...]


BOOKED = (
    BankPaymentArrived,
    BankPaymentDismissed,
    BankPaymentSettled,
    OrderPaid,
    PaymentSetAside,
    AsideSettled,
    RefundAgreed,
    RefundPaid,
    RefundGivenUp,
    ChargedBack,
    ChargebackReversed,
    DebtSettled,
    CreditCaptured,
    CreditsAdjusted,
)


def voucher_of(event: Event) -> Voucher | None:
    """The voucher of an event; None when no money is moved by it."""
    match event:
        case OrderPaid():
            return _voucher("Sålda klip", _sale(event))
        case BankPaymentArrived():
            return _voucher(
                "Inbetalning" if event.amount.amount > 0 else "Återtagen inbetalning",
                {BANK: event.amount.amount, PREPAID_BY_CUSTOMERS: -event.amount.amount},
            )
        case BankPaymentDismissed():
            return _voucher(
                "Inbetalning som var bokförd redan",
                {PREPAID_BY_CUSTOMERS: event.amount.amount, BANK: -event.amount.amount},
            )
        case BankPaymentSettled() if event.how == "paid-back":
            there = BANK if event.amount.amount > 0 else CUSTOMERS  # what the bank took is claimed from the payer
            return _voucher(
                "Återbetald inbetalning" if there == BANK else "Krav på återtagen inbetalning",
                {PREPAID_BY_CUSTOMERS: event.amount.amount, there: -event.amount.amount},
            )
        case PaymentSetAside():
            return _voucher(
                "Betalning utan beställning",
                {there_of(event.provider): event.amount.amount, PREPAID_BY_CUSTOMERS: -event.amount.amount},
            )
        case RefundAgreed() | RefundPaid() | RefundGivenUp():
            return _voucher("Återbetalning", _refund(event))
        case AsideSettled() if event.how == "charged-back":
            return _voucher(
                "Återkrav av betalning utan beställning",
                {PREPAID_BY_CUSTOMERS: event.amount.amount, there_of(event.provider): -event.amount.amount},
            )
        case ChargedBack():
            return _voucher("Återkrav från betalarens bank", _chargeback(event, 1))
        case ChargebackReversed():
            return _voucher("Återkrav som betalarens bank har dragit tillbaka", _chargeback(event, -1))
        case DebtSettled():
            there = BANK if event.how == "paid" else BAD_DEBTS
            return _voucher("Reglerat återkrav", {there: event.amount.amount, CUSTOMERS: -event.amount.amount})
        case CreditCaptured() if event.value:
            value = event.value.amount
            return _voucher("Använt klip", {UNUSED_CREDITS: value, REVENUE[event.treatment]: -value})
        case CreditsAdjusted():
            return _voucher("Rättelse av klip", {UNUSED_CREDITS: event.value.amount, CORRECTIONS: -event.value.amount})
        case _:
            return None


def _sale(event: OrderPaid) -> dict[str, Decimal]:
    """A plan is this month's revenue at once; credits are owed until they are used."""
    plans = sum((line.net.amount for line in event.lines if is_plan(line.item)), Decimal("0.00"))
    return {
        PREPAID_BY_CUSTOMERS if event.set_aside else there_of(event.provider): event.total.amount,
        UNUSED_CREDITS: plans - event.net.amount,
        REVENUE[event.treatment]: -plans,
        OUTPUT_VAT: -event.vat.amount,
    }


def _refund(event: RefundAgreed | RefundPaid | RefundGivenUp) -> dict[str, Decimal]:
    """Agreed, it is the card company's to pay, or by hand the customer's until it is paid; so is what no card takes."""
    amount = event.amount.amount
    match event:
        case RefundPaid():
            return {PREPAID_BY_CUSTOMERS: amount, BANK: -amount} if event.person else {}
        case RefundGivenUp():
            return {CARD_COMPANY: amount, PREPAID_BY_CUSTOMERS: -amount}
        case RefundAgreed():
            rows: defaultdict[str, Decimal] = defaultdict(lambda: NOTHING)
            rows[UNUSED_CREDITS], rows[OUTPUT_VAT] = event.net.amount, event.vat.amount
            rows[CUSTOMERS] -= event.deducted.amount if event.deducted else NOTHING
            rows[PREPAID_BY_CUSTOMERS] += amount if event.set_aside else NOTHING
            rows[CARD_COMPANY if event.checkout else PREPAID_BY_CUSTOMERS] -= amount
            return dict(rows)


def _chargeback(event: ChargedBack | ChargebackReversed, sign: int) -> dict[str, Decimal]:
    return {
        UNUSED_CREDITS: sign * event.net.amount,
        OUTPUT_VAT: sign * event.vat.amount,
        CUSTOMERS: sign * event.owed.amount,
        there_of(event.provider): -sign * event.amount.amount,
    }


def there_of(provider: str) -> str:
    """Where a provider's money is."""
    return WHERE_PAID.get(provider, CARD_COMPANY)


def _voucher(text: str, amounts: dict[str, Decimal]) -> Voucher | None:
    rows = tuple(Row(account, amount) for account, amount in amounts.items() if amount)
    return Voucher(text, rows) if rows else None


def money_balance(events: Iterable[Event]) -> Counter[str]:
    """Every account of the chart after these events, in öre; their sum is zero, or the books are wrong."""
    found: Counter[str] = Counter()
    for event in events:
        voucher = voucher_of(event)
        for row in voucher.rows if voucher else ():
            found[row.account] += int(row.amount * 100)
    return found
