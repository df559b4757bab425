"""What has happened to customers, their accounts and plans. Stored for ever."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, Personal, PersonId

Payment = Literal["card", "transfer"]


class WalletOpened(Event, topic="wallet.wallet_opened.v1"):
    """The company is a member, so it may buy (S1-01). Where it is, and whether it has a VAT number, decides the VAT."""

    company: CompanyId
    country: str = "SE"
    has_vat_number: bool = True


class AccountOpened(Event, topic="wallet.account_opened.v1"):
    """Another account ("konto"); `email` is its administrative address, None for the company's own contact."""

    company: CompanyId
    account: UUID
    name: str
    email: Personal[str] | None = None


class AccountChanged(Event, topic="wallet.account_changed.v1"):
    company: CompanyId
    account: UUID
    name: str
    email: Personal[str] | None = None


class SendingAccountChosen(Event, topic="wallet.sending_account_chosen.v1"):
    """Invoices take their credits from this account from now on."""

    company: CompanyId
    account: UUID


class TopUpAgreed(Event, topic="wallet.top_up_agreed.v1"):
    """When `level` or fewer are left, `quantity` more are ordered by themselves, under the terms accepted here."""

    company: CompanyId
    person: PersonId
    account: UUID
    klip: str
    level: int
    quantity: int
    payment: Payment
    terms_version: str


class TopUpEnded(Event, topic="wallet.top_up_ended.v1"):
    company: CompanyId
    person: PersonId
    account: UUID
    klip: str


class TopUpOrdered(Event, topic="wallet.top_up_ordered.v1"):
    """The level was reached; no other order is made before this one has ended."""

    company: CompanyId
    account: UUID
    klip: str
    order: UUID


class TopUpClosed(Event, topic="wallet.top_up_closed.v1"):
    """The order of a top-up was paid, cancelled or expired."""

    company: CompanyId
    account: UUID
    klip: str
    order: UUID


class PlanChosen(Event, topic="wallet.plan_chosen.v1"):
    """Another plan from `valid_from` on: at once for a larger one, after the notice for a smaller one."""

    company: CompanyId
    person: PersonId
    plan: str
    previous: str
    payment: Payment
    terms_version: str
    valid_from: datetime


class PlanBegan(Event, topic="wallet.plan_began.v1"):
    """The plan is in force. `permits` is what it lets the company do; `term` counts the company's plans."""

    company: CompanyId
    plan: str
    previous: str
    permits: tuple[str, ...]
    invoices_per_year: int
    users: int
    term: int
    began_at: datetime


class PlanMonthBilled(Event, topic="wallet.plan_month_billed.v1"):
    """One month of the plan, paid by an order of its own; `month` counts from 1 within the term."""

    company: CompanyId
    plan: str
    order: UUID
    term: int
    month: int
    began_at: datetime
    term_began_at: datetime | None = None


CustomerEvent = (
    WalletOpened
    | AccountOpened
    | AccountChanged
    | SendingAccountChosen
    | TopUpAgreed
    | TopUpEnded
    | TopUpOrdered
    | TopUpClosed
    | PlanChosen
    | PlanBegan
    | PlanMonthBilled
)
