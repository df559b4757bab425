"""The wall: facts heard become commands, events that happened become facts told."""

from chassis import Heard, Refused
from contracts.delivery import v1 as delivery
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet import commands, events
from wallet.order import Order
from wallet.wallet import Wallet

# Heard.


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> commands.OpenWallet:
    return commands.OpenWallet(company=fact.company, at=heard.at)


def on_order_placed(fact: portal.OrderPlaced, heard: Heard) -> commands.AcceptOrder:
    return commands.AcceptOrder(
        company=fact.company,
        person=fact.person,
        order=fact.order,
        klip=fact.klip,
        quantity=fact.quantity,
        terms_version=fact.terms_version,
        at=heard.at,
    )


def on_payment_reported(fact: portal.PaymentReported, heard: Heard) -> commands.RecordPayment:
    return commands.RecordPayment(
        company=fact.company,
        order=fact.order,
        provider=fact.provider,
        payment=fact.payment,
        outcome=fact.outcome,
        amount=fact.amount,
        at=heard.at,
    )


def on_invoice_ready(fact: invoicing.InvoiceReady, heard: Heard) -> commands.ReserveCredit:
    return commands.ReserveCredit(company=fact.company, invoice=fact.invoice, klip=fact.klip, at=heard.at)


def on_invoice_refused(fact: invoicing.InvoiceRefused, heard: Heard) -> commands.ReleaseCredit:
    """Most refused invoices never came as far as to ask for a credit."""
    return commands.ReleaseCredit(company=fact.company, invoice=fact.invoice, must_be_known=False, at=heard.at)


def on_document_handed_over(fact: delivery.DocumentHandedOver, heard: Heard) -> commands.CaptureCredit:
    return commands.CaptureCredit(company=fact.company, invoice=fact.invoice, at=heard.at)


def on_document_undeliverable(fact: delivery.DocumentUndeliverable, heard: Heard) -> commands.ReleaseCredit:
    """An invoice is issued with a credit, or not at all."""
    return commands.ReleaseCredit(company=fact.company, invoice=fact.invoice, must_be_known=True, at=heard.at)


# Told of orders.


def tell_order_accepted(event: events.OrderAccepted, order: Order) -> told.OrderAccepted:
    return told.OrderAccepted(
        company=event.company,
        order=order.id,
        klip=event.klip,
        quantity=event.quantity,
        net=event.net,
        vat=event.vat,
        total=event.total,
    )


def tell_payment_requested(event: events.CheckoutOpened, order: Order) -> told.PaymentRequested:
    return told.PaymentRequested(company=event.company, order=order.id, url=event.url)


def tell_order_given_up(event: events.CheckoutGivenUp, order: Order) -> told.OrderRefused:
    return told.OrderRefused(
        company=event.company, order=order.id, code="checkout.unavailable", details={"attempts": str(event.attempt)}
    )


def tell_payment_declined(event: events.PaymentDeclined, order: Order) -> told.PaymentRefused:
    return told.PaymentRefused(company=event.company, order=order.id, code=f"payment.{event.outcome}")


def tell_payment_set_aside(event: events.PaymentSetAside, order: Order) -> told.PaymentRefused:
    return told.PaymentRefused(
        company=event.company,
        order=order.id,
        code=event.reason,
        details={
            "amount": f"{event.amount.amount} {event.amount.currency}",
            "due": f"{event.due.amount} {event.due.currency}",
        },
    )


def tell_order_paid(event: events.OrderPaid, order: Order) -> told.OrderPaid:
    return told.OrderPaid(
        company=event.company,
        order=order.id,
        klip=event.klip,
        quantity=event.quantity,
        net=event.net,
        vat=event.vat,
        total=event.total,
        payment=event.payment,
    )


def tell_order_refused(fact: portal.OrderPlaced, refused: Refused) -> told.OrderRefused:
    return told.OrderRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)


def tell_payment_refused(fact: portal.PaymentReported, refused: Refused) -> told.PaymentRefused:
    return told.PaymentRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)


# Told of credits.


def tell_credits_granted(event: events.CreditsGranted, wallet: Wallet) -> told.CreditsGranted:
    return told.CreditsGranted(
        company=event.company,
        order=event.order,
        klip=event.klip,
        quantity=event.quantity,
        available=event.available,
    )


def tell_credit_reserved(event: events.CreditReserved | events.CreditWaived, wallet: Wallet) -> told.CreditReserved:
    """A waived credit reads the same to whoever waits for it: the invoice may be issued."""
    return told.CreditReserved(company=event.company, invoice=event.invoice, klip=event.klip, available=event.available)


def tell_credit_refused(event: events.ReservationQueued, wallet: Wallet) -> told.CreditRefused:
    return told.CreditRefused(
        company=event.company, invoice=event.invoice, code="credit.none-left", details={"klip": event.klip}
    )


def tell_credit_captured(event: events.CreditCaptured, wallet: Wallet) -> told.CreditCaptured:
    return told.CreditCaptured(company=event.company, invoice=event.invoice, klip=event.klip, available=event.available)


def tell_credit_released(event: events.CreditReleased, wallet: Wallet) -> told.CreditReleased:
    return told.CreditReleased(company=event.company, invoice=event.invoice, klip=event.klip, available=event.available)


def tell_balance_low(event: events.BalanceFellLow, wallet: Wallet) -> told.BalanceLow:
    return told.BalanceLow(company=event.company, klip=event.klip, available=event.available)
