"""Heard of payments that are matched to orders."""

from chassis import Heard
from contracts.portal import v1 as portal
from wallet.bank.commands import RegisterPayment
from wallet.transfers import commands


def on_bank_payment_registered(fact: portal.BankPaymentRegistered, heard: Heard) -> RegisterPayment:
    return RegisterPayment(
        payment=fact.payment,
        person=fact.person,
        reference=fact.reference,
        amount=fact.amount,
        booked_on=fact.booked_on,
        note=fact.note,
        at=heard.at,
    )


def on_bank_payment_assigned(fact: portal.BankPaymentAssigned, heard: Heard) -> commands.AssignPayment:
    return commands.AssignPayment(payment=fact.payment, order=fact.order, person=fact.person, at=heard.at)
