"""The bank on one page: files that it sends, the payments they tell of, and what staff find out about these."""

from chassis import Area
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.bank import boundary, commands, events, handlers
from wallet.bank.bank_payment import BankPayment

ACTS = (portal.BankPaymentPaidBack, portal.BankPaymentDismissed)
"""What staff find out about payments; a refusal of each is told in the same way."""

area = Area(
    hears={
        portal.BankFileUploaded: commands.TakeBankFile,
        portal.BankPaymentPaidBack: commands.PayBack,
        portal.BankPaymentDismissed: commands.DismissPayment,
    },
    handles={
        commands.TakeBankFile: handlers.take_bank_file,
        commands.PayBack: BankPayment.pay_back,
        commands.DismissPayment: handlers.dismiss_payment,
    },
    tells={
        events.BankFileTaken: boundary.tell_bank_file_taken,
        events.BankEntriesTaken: boundary.tell_bank_entries_taken,
        events.BankPaymentArrived: told.BankPaymentArrived,
        events.BankPaymentQueued: told.BankPaymentQueued,
        events.BankPaymentDismissed: told.BankPaymentDismissed,
        events.BankPaymentSettled: told.BankPaymentSettled,
    },
    refuses={
        **dict.fromkeys(ACTS, told.BankPaymentRefused),
        portal.BankFileUploaded: told.BankFileRefused,
    },
)
