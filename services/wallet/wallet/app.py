"""The wallet on one page: what it hears, does, tells and shows."""

from chassis import Act, Service
from contracts.delivery import v1 as delivery
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from wallet import boundary, card, checkout, commands, events, handlers, policy, views
from wallet.rules import Rules
from wallet.settings import WalletSettings

at_the_card_provider = Act(checkout.open_checkout, destination=lambda event: "card provider", timeout_s=30)

service = Service(
    name="wallet",
    settings=WalletSettings,
    hears={
        onboarding.CompanyRegistered: boundary.on_company_registered,
        portal.OrderPlaced: boundary.on_order_placed,
        portal.PaymentReported: boundary.on_payment_reported,
        invoicing.InvoiceReady: boundary.on_invoice_ready,
        invoicing.InvoiceRefused: boundary.on_invoice_refused,
        delivery.DocumentHandedOver: boundary.on_document_handed_over,
        delivery.DocumentUndeliverable: boundary.on_document_undeliverable,
    },
    handles={
        commands.OpenWallet: handlers.open_wallet,
        commands.AcceptOrder: handlers.accept_order,
        commands.RecordCheckout: handlers.record_checkout,
        commands.RecordCheckoutFailure: handlers.record_checkout_failure,
        commands.RetryCheckout: handlers.retry_checkout,
        commands.RecordPayment: handlers.record_payment,
        commands.ReserveCredit: handlers.reserve_credit,
        commands.CaptureCredit: handlers.capture_credit,
        commands.ReleaseCredit: handlers.release_credit,
        commands.GrantWaiting: handlers.grant_waiting,
    },
    tells={
        events.OrderAccepted: boundary.tell_order_accepted,
        events.CheckoutOpened: boundary.tell_payment_requested,
        events.CheckoutGivenUp: boundary.tell_order_given_up,
        events.PaymentDeclined: boundary.tell_payment_declined,
        events.PaymentSetAside: boundary.tell_payment_set_aside,
        events.OrderPaid: boundary.tell_order_paid,
        events.CreditsGranted: boundary.tell_credits_granted,
        events.CreditReserved: boundary.tell_credit_reserved,
        events.CreditWaived: boundary.tell_credit_reserved,
        events.ReservationQueued: boundary.tell_credit_refused,
        events.CreditCaptured: boundary.tell_credit_captured,
        events.CreditReleased: boundary.tell_credit_released,
        events.BalanceFellLow: boundary.tell_balance_low,
    },
    refuses={
        portal.OrderPlaced: boundary.tell_order_refused,
        portal.PaymentReported: boundary.tell_payment_refused,
    },
    schedules={
        events.CheckoutFailed: policy.retry_checkout,
        events.GrantingPaused: policy.go_on_granting,
    },
    acts={
        events.OrderAccepted: at_the_card_provider,
        events.CheckoutRenewed: at_the_card_provider,
        events.CheckoutRetried: at_the_card_provider,
    },
    shows=[views.BalanceSheet, views.RefundsDue],
    uses=[Rules.register, card.register],
)
