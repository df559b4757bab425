"""Heard and told of bank files and payments."""

from chassis import Heard, Refused
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.bank import commands, events
from wallet.bank.bank_file import BankFile
from wallet.bank.bank_payment import BankPayment

# Heard.


def on_bank_file_uploaded(fact: portal.BankFileUploaded, heard: Heard) -> commands.TakeBankFile:
    return commands.TakeBankFile(file=fact.file, person=fact.person, document=fact.document, at=heard.at)


def on_bank_payment_dismissed(fact: portal.BankPaymentDismissed, heard: Heard) -> commands.DismissPayment:
    return commands.DismissPayment(payment=fact.payment, person=fact.person, at=heard.at)


def on_bank_payment_paid_back(fact: portal.BankPaymentPaidBack, heard: Heard) -> commands.PayBack:
    return commands.PayBack(payment=fact.payment, person=fact.person, note=fact.note, at=heard.at)


def tell_bank_file_taken(event: events.BankFileTaken, file: BankFile) -> told.BankFileTaken:
    return told.BankFileTaken(
        company=event.company,
        file=file.id,
        person=event.person,
        format=event.format,
        name=event.document.name,
        statements=event.statements,
        entries=event.entries,
    )


def tell_bank_entries_taken(event: events.BankEntriesTaken, file: BankFile) -> told.BankEntriesTaken:
    return told.BankEntriesTaken(
        company=event.company,
        file=file.id,
        done=event.done,
        entries=file.taken.entries if file.taken else event.done,
        new=event.new,
        known=event.known,
        others=event.others,
        unsure=event.unsure,
    )


def tell_bank_payment_arrived(event: events.BankPaymentArrived, payment: BankPayment) -> told.BankPaymentArrived:
    return told.BankPaymentArrived(
        company=event.company,
        payment=payment.id,
        amount=event.amount,
        reference=event.reference,
        text=event.text,
        payer=event.payer,
        booked_on=event.booked_on,
        reversal=event.reversal,
        same_as=event.same_as,
    )


def tell_bank_payment_queued(event: events.BankPaymentQueued, payment: BankPayment) -> told.BankPaymentQueued:
    return told.BankPaymentQueued(
        company=event.company, payment=payment.id, amount=event.amount, reason=event.reason, order=event.order
    )


def tell_bank_payment_dismissed(event: events.BankPaymentDismissed, payment: BankPayment) -> told.BankPaymentDismissed:
    return told.BankPaymentDismissed(
        company=event.company,
        payment=payment.id,
        person=event.person,
        same_as=event.same_as,
        amount=event.amount,
    )


def tell_bank_payment_settled(event: events.BankPaymentSettled, payment: BankPayment) -> told.BankPaymentSettled:
    return told.BankPaymentSettled(
        company=event.company, payment=payment.id, person=event.person, how=event.how, amount=event.amount
    )


# Refused.


def tell_bank_file_refused(fact: portal.BankFileUploaded, refused: Refused) -> told.BankFileRefused:
    return told.BankFileRefused(company=fact.company, file=fact.file, code=refused.code, details=refused.details)


def tell_bank_payment_refused(
    fact: portal.BankPaymentRegistered
    | portal.BankPaymentAssigned
    | portal.BankPaymentPaidBack
    | portal.BankPaymentDismissed,
    refused: Refused,
) -> told.BankPaymentRefused:
    return told.BankPaymentRefused(
        company=fact.company, payment=fact.payment, code=refused.code, details=refused.details
    )
