"""What has happened to bank files and to payments over a bank. Stored for ever."""

from datetime import date
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, DocumentRef, Money, Personal, PersonId

QueueReason = Literal[
    "unknown-reference",
    "already-paid",
    "too-much",
    "order-cancelled",
    "other-currency",
    "reversal-unclear",
    "possibly-known",
]
"""Why a person must look at money that came: it fits no waiting order, or not the whole of it does."""


Settlement = Literal["assigned", "paid-back"]


class PaymentSourceChosen(Event, topic="wallet.payment_source_chosen.v1"):
    """Payments on this account are told by files of this family from now on; a first file chooses it."""

    company: CompanyId
    account: str
    family: str


class BankFileTaken(Event, topic="wallet.bank_file_taken.v1"):
    """A bank file that can be relied on as a whole; its entries are taken part by part."""

    company: CompanyId
    person: PersonId
    document: DocumentRef
    format: str
    statements: int
    entries: int


class BankEntriesTaken(Event, topic="wallet.bank_entries_taken.v1"):
    """Entries of a file are done; `new` had not been seen in any file, `known` had, `others` were no payments to us."""

    company: CompanyId
    done: int
    new: int
    known: int
    others: int
    unsure: int = 0
    """They may be known, and nobody but a person can tell: they wait."""


class BankPaymentArrived(Event, topic="wallet.bank_payment_arrived.v1"):
    """Money on our account, or (negative) taken back from it. `file` is None when a person registered it."""

    company: CompanyId
    person: PersonId | None = None
    file: UUID | None = None
    key: str
    account: str
    amount: Money
    reference: str
    text: Personal[str]
    payer: Personal[str]
    booked_on: date
    reversal: bool = False
    equals: UUID | None = None
    """Where it stands among the payments without a bank reference that say the same."""
    same_as: UUID | None = None
    """It may be this payment, told once more."""


class BankPaymentDismissed(Event, topic="wallet.bank_payment_dismissed.v1"):
    """A person found that it is `same_as`, told once more: no other money came."""

    company: CompanyId
    person: PersonId
    same_as: UUID
    amount: Money


class BankPaymentPlaced(Event, topic="wallet.bank_payment_placed.v1"):
    """A part of the payment was counted towards an order."""

    company: CompanyId
    order: UUID
    customer: CompanyId
    amount: Money


class BankPaymentQueued(Event, topic="wallet.bank_payment_queued.v1"):
    """A part of the payment waits for a person."""

    company: CompanyId
    amount: Money
    reason: QueueReason
    order: UUID | None = None


class BankPaymentSettled(Event, topic="wallet.bank_payment_settled.v1"):
    """A person decided on what waited."""

    company: CompanyId
    person: PersonId
    how: Settlement
    amount: Money
    note: str = ""


# Payments without a bank reference that say the same: which source told of which.


class EqualEntryTold(Event, topic="wallet.equal_entry_told.v1"):
    """A source told of a payment: its `nth` entry that says this. An empty source was told before this was noted."""

    company: CompanyId
    payment: UUID
    number: int
    nth: int
    file: UUID | None
    source: str
    whole: bool
    content: str
    starts: str = ""
    ends: str = ""
    opening: str = ""
    closing: str = ""
    copy: bool = False


class EqualPaymentsJoined(Event, topic="wallet.equal_payments_joined.v1"):
    """Two of them are one: whoever told of the one has told of the other."""

    company: CompanyId
    payment: UUID
    same_as: UUID


EqualEvent = EqualEntryTold | EqualPaymentsJoined
BankFileEvent = BankFileTaken | BankEntriesTaken
BankPaymentEvent = (
    BankPaymentArrived | BankPaymentDismissed | BankPaymentPlaced | BankPaymentQueued | BankPaymentSettled
)
