"""Orders on one page: what lies in the cart is ordered at the price of the day, and paid by card or by transfer."""

from chassis import Act, Area
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from contracts.wallet import v1 as told
from wallet.orders import boundary, commands, effects, events, handlers, policy
from wallet.orders.order import Order

at_the_card_provider = Act(effects.open_checkout, destination=lambda event: "card provider", timeout_s=30)
asked_of_the_card_provider = Act(effects.look_at_checkout, destination=lambda event: "card provider", timeout_s=30)

area = Area(
    hears={
        portal.CartLineSet: commands.ChangeCart,
        portal.OrderPlaced: boundary.on_order_placed_v1,
        portal_v2.OrderPlaced: commands.AcceptOrder,
        portal.OrderCancelled: commands.CancelOrder,
        portal.PaymentReported: commands.RecordPayment,
        portal.CheckoutQuestionRequested: commands.AskAboutCheckout,
    },
    handles={
        commands.ChangeCart: handlers.change_cart,
        commands.AcceptOrder: handlers.accept_order,
        commands.CancelOrder: handlers.cancel_order,
        commands.RecordCheckout: handlers.record_checkout,
        commands.QuestionCheckout: handlers.question_checkout,
        commands.RecordCheckoutFailure: handlers.record_checkout_failure,
        commands.RetryCheckout: Order.retry_checkout,
        commands.RecordPayment: handlers.record_payment,
        commands.RecordCheckoutSilence: handlers.record_checkout_silence,
        commands.AskAboutCheckout: Order.ask_again,
    },
    tells={
        events.CartChanged: told.CartPriced,
        events.OrderAccepted: told.OrderAccepted,
        events.TransferAwaited: boundary.tell_transfer_awaited,
        events.TransferReceived: boundary.tell_transfer_received,
        events.OrderTurnedAway: told.OrderRefused,
        events.OrderCancelled: told.OrderCancelled,
        events.CheckoutOpened: told.PaymentRequested,
        events.CheckoutGivenUp: boundary.tell_order_given_up,
        events.PaymentDeclined: boundary.tell_payment_declined,
        events.CheckoutQuestioned: told.CheckoutQuestioned,
        events.CheckoutUnanswered: boundary.tell_checkout_unanswered,
        events.OrderPaid: told.OrderPaid,
    },
    refuses={
        portal.CartLineSet: told.CartRefused,
        portal.OrderPlaced: boundary.tell_order_refused,
        portal_v2.OrderPlaced: boundary.tell_order_refused,
        portal.OrderCancelled: told.OrderNotCancelled,
        portal.PaymentReported: boundary.tell_payment_refused,
        portal.CheckoutQuestionRequested: told.MoneyDecisionRefused,
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
