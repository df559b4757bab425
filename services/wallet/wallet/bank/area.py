"""The bank on one page: files that it sends, the payments they tell of, and what staff find out about these."""

from chassis import Area
from contracts.portal import v1 as portal
from wallet.bank import boundary, commands, events, handlers

area = Area(
    hears={
        portal.BankFileUploaded: boundary.on_bank_file_uploaded,
        portal.BankPaymentPaidBack: boundary.on_bank_payment_paid_back,
        portal.BankPaymentDismissed: boundary.on_bank_payment_dismissed,
    },
    handles={
        commands.TakeBankFile: handlers.take_bank_file,
        commands.PayBack: handlers.pay_back,
        commands.DismissPayment: handlers.dismiss_payment,
    },
    tells={
        events.BankFileTaken: boundary.tell_bank_file_taken,
        events.BankEntriesTaken: boundary.tell_bank_entries_taken,
        events.BankPaymentArrived: boundary.tell_bank_payment_arrived,
        events.BankPaymentQueued: boundary.tell_bank_payment_queued,
        events.BankPaymentDismissed: boundary.tell_bank_payment_dismissed,
        events.BankPaymentSettled: boundary.tell_bank_payment_settled,
    },
    refuses={
        portal.BankFileUploaded: boundary.tell_bank_file_refused,
        portal.BankPaymentRegistered: boundary.tell_bank_payment_refused,
        portal.BankPaymentAssigned: boundary.tell_bank_payment_refused,
        portal.BankPaymentPaidBack: boundary.tell_bank_payment_refused,
        portal.BankPaymentDismissed: boundary.tell_bank_payment_refused,
    },
)
