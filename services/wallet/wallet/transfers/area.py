"""Transfers on one page: payments over a bank are matched to the orders that they pay for, or wait for staff."""

from chassis import Area
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.bank.commands import RegisterPayment
from wallet.bank.events import BankEntriesTaken, BankFileTaken
from wallet.transfers import commands, handlers, policy

ACTS = (portal.BankPaymentRegistered, portal.BankPaymentAssigned)
"""What staff do with payments; a refusal of each is told in the same way."""

area = Area(
    hears={
        portal.BankPaymentRegistered: RegisterPayment,
        portal.BankPaymentAssigned: commands.AssignPayment,
    },
    handles={
        commands.TakeEntries: handlers.take_entries,
        RegisterPayment: handlers.register_payment,
        commands.AssignPayment: handlers.assign_payment,
    },
    refuses=dict.fromkeys(ACTS, told.BankPaymentRefused),
    schedules={
        BankFileTaken: policy.take_first_entries,
        BankEntriesTaken: policy.take_next_entries,
    },
)
