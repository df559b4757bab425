"""The life of an invoice on one page: it waits, is held or taken back, is handed over and read."""

from chassis.area import Area
from contracts.delivery import v1 as delivery
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from invoicing.life import boundary, commands, events, handlers, views

area = Area(
    hears={
        portal.InvoiceWithdrawn: boundary.on_invoice_withdrawn,
        wallet.CreditRefused: boundary.on_credit_refused,
        wallet.ReservationQuestioned: boundary.on_reservation_questioned,
        delivery.DocumentHandedOver: boundary.on_document_handed_over,
        delivery.DocumentDownloaded: boundary.on_document_downloaded,
        delivery.DocumentUndeliverable: boundary.on_document_undeliverable,
    },
    handles={
        commands.TakeBackInvoice: handlers.take_back_invoice,
        commands.HoldInvoice: handlers.hold_invoice,
        commands.RepeatRefusal: handlers.repeat_refusal,
        commands.NoteHandOver: handlers.note_hand_over,
        commands.NoteDelivery: handlers.note_delivery,
        commands.NoteUndeliverable: handlers.note_undeliverable,
    },
    tells={
        events.InvoiceReady: boundary.tell_invoice_ready,
        events.InvoiceHeld: boundary.tell_invoice_held,
        events.InvoiceReopened: boundary.tell_invoice_reopened,
        events.InvoiceRefused: boundary.tell_invoice_refused,
        events.InvoiceHandedOver: boundary.tell_invoice_handed_over,
        events.InvoiceDelivered: boundary.tell_invoice_delivered,
        events.InvoiceUndeliverable: boundary.tell_invoice_undeliverable,
    },
    refuses={
        portal.InvoiceWithdrawn: boundary.tell_withdrawal_refused,
    },
    shows=[views.InvoiceList],
)
