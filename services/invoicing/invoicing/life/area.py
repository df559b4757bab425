"""The life of an invoice on one page: it waits, is held or taken back, is handed over and opened.

The invoice itself lives here, with its events, since drafts, issuing and parties all use it.
"""

from chassis import Area
from contracts.delivery import v1 as delivery
from contracts.invoicing import v1 as told
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from invoicing.life import boundary, commands, events, views
from invoicing.life.invoice import Invoice

area = Area(
    hears={
        portal.InvoiceWithdrawn: commands.TakeBackInvoice,
        portal.InvoiceDiscarded: commands.DiscardDraft,
        wallet.CreditRefused: boundary.on_credit_refused,
        wallet.ReservationQuestioned: commands.RepeatRefusal,
        delivery.DocumentHandedOver: commands.NoteHandOver,
        delivery.DocumentDownloaded: commands.NoteDelivery,
        delivery.DocumentUndeliverable: commands.NoteUndeliverable,
    },
    handles={
        commands.TakeBackInvoice: Invoice.take_back,
        commands.DiscardDraft: Invoice.discard,
        commands.HoldInvoice: Invoice.hold,
        commands.RepeatRefusal: Invoice.repeat_refusal,
        commands.NoteHandOver: Invoice.note_hand_over,
        commands.NoteDelivery: Invoice.note_delivery,
        commands.NoteUndeliverable: Invoice.note_undeliverable,
    },
    tells={
        events.InvoiceReady: told.InvoiceReady,
        events.InvoiceHeld: told.InvoiceHeld,
        events.InvoiceReopened: told.InvoiceReopened,
        events.InvoiceDiscarded: told.InvoiceDiscarded,
        events.InvoiceRefused: told.InvoiceRefused,
        events.InvoiceHandedOver: told.InvoiceHandedOver,
        events.InvoiceDelivered: told.InvoiceDelivered,
        events.InvoiceUndeliverable: told.InvoiceUndeliverable,
    },
    refuses={
        portal.InvoiceWithdrawn: told.InvoiceWithdrawalRefused,
        portal.InvoiceDiscarded: told.InvoiceDiscardRefused,
    },
    shows=[views.InvoiceList],
)
