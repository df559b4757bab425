"""Transfers on one page: payments over a bank are matched to the orders that they pay for, or wait for staff."""

from chassis import Area
from contracts.portal import v1 as portal
from wallet.bank.commands import RegisterPayment
from wallet.bank.events import BankEntriesTaken, BankFileTaken
from wallet.transfers import boundary, commands, handlers, policy

area = Area(
    hears={
        portal.BankPaymentRegistered: boundary.on_bank_payment_registered,
        portal.BankPaymentAssigned: boundary.on_bank_payment_assigned,
    },
    handles={
        commands.TakeEntries: handlers.take_entries,
        RegisterPayment: handlers.register_payment,
        commands.AssignPayment: handlers.assign_payment,
    },
    schedules={
        BankFileTaken: policy.take_first_entries,
        BankEntriesTaken: policy.take_next_entries,
    },
)
