"""Orders on one page: what lies in the cart is ordered at the price of the day, and paid by card or by transfer."""

from chassis import Act, Area
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from wallet.orders import boundary, commands, effects, events, handlers, policy

at_the_card_provider = Act(effects.open_checkout, destination=lambda event: "card provider", timeout_s=30)
asked_of_the_card_provider = Act(effects.look_at_checkout, destination=lambda event: "card provider", timeout_s=30)

area = Area(
    hears={
        portal.CartLineSet: boundary.on_cart_line_set,
        portal.OrderPlaced: boundary.on_order_placed_v1,
        portal_v2.OrderPlaced: boundary.on_order_placed,
        portal.OrderCancelled: boundary.on_order_cancelled,
        portal.PaymentReported: boundary.on_payment_reported,
        portal.CheckoutQuestionRequested: boundary.on_question_requested,
    },
    handles={
        commands.ChangeCart: handlers.change_cart,
        commands.AcceptOrder: handlers.accept_order,
        commands.CancelOrder: handlers.cancel_order,
        commands.RecordCheckout: handlers.record_checkout,
        commands.QuestionCheckout: handlers.question_checkout,
        commands.RecordCheckoutFailure: handlers.record_checkout_failure,
        commands.RetryCheckout: handlers.retry_checkout,
        commands.RecordPayment: handlers.record_payment,
        commands.RecordCheckoutSilence: handlers.record_checkout_silence,
        commands.AskAboutCheckout: handlers.ask_about_checkout,
    },
    tells={
        events.CartChanged: boundary.tell_cart_priced,
        events.OrderAccepted: boundary.tell_order_accepted,
        events.TransferAwaited: boundary.tell_transfer_awaited,
        events.TransferReceived: boundary.tell_transfer_received,
        events.OrderTurnedAway: boundary.tell_order_turned_away,
        events.OrderCancelled: boundary.tell_order_cancelled,
        events.CheckoutOpened: boundary.tell_payment_requested,
        events.CheckoutGivenUp: boundary.tell_order_given_up,
        events.PaymentDeclined: boundary.tell_payment_declined,
        events.CheckoutQuestioned: boundary.tell_checkout_questioned,
        events.CheckoutUnanswered: boundary.tell_checkout_unanswered,
        events.OrderPaid: boundary.tell_order_paid,
    },
    refuses={
        portal.CartLineSet: boundary.tell_cart_refused,
        portal.OrderPlaced: boundary.tell_order_refused,
        portal_v2.OrderPlaced: boundary.tell_order_refused,
        portal.OrderCancelled: boundary.tell_order_not_cancelled,
        portal.PaymentReported: boundary.tell_payment_refused,
    },
    schedules={
        events.OrderAccepted: policy.end_unpaid_order,
        events.CheckoutOpened: policy.question_checkout,
        events.CheckoutQuestioned: policy.question_checkout_again,
        events.CheckoutFailed: policy.retry_checkout,
        events.TransferAwaited: policy.end_order,
    },
    acts={
        events.OrderAccepted: at_the_card_provider,
        events.CheckoutRenewed: at_the_card_provider,
        events.CheckoutRetried: at_the_card_provider,
        events.CheckoutQuestioned: asked_of_the_card_provider,
    },
)
