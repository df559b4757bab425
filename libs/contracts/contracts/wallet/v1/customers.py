"""What a customer has agreed on: accounts, top-ups, plans; and the prices of the network."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, Money, Personal


class AccountSaved(Fact):
    """An account ("konto") as it now stands: its name and administrative address; None: the company's own contact."""

    company: CompanyId
    account: UUID
    name: str
    email: Personal[str] | None = None


class SendingAccountChosen(Fact):
    """Invoices take their credits from this account from now on."""

    company: CompanyId
    account: UUID


class AccountRefused(Refusal):
    """The account stands as before."""


class TopUpAgreed(Fact):
    """When `level` or fewer are left, `quantity` more are ordered by themselves."""

    company: CompanyId
    account: UUID
    klip: str
    level: int
    quantity: int
    payment: Literal["card", "transfer"]


class TopUpEnded(Fact):
    """Nothing is ordered by itself any more."""

    company: CompanyId
    account: UUID
    klip: str


class TopUpRefused(Refusal):
    """The agreement stands as before."""


class PlanChosen(Fact):
    """A plan was chosen: it begins on `valid_from`, which for a smaller one is when the notice is over."""

    company: CompanyId
    plan: str
    previous: str
    valid_from: datetime


class PlanChanged(Fact):
    """The plan that is in force from now on, and what it permits; a company that this was never told of is on `free`.

    `permits` holds `other-operators`, `customer-import`, `virtual-printer`, `own-agreement`. A limit of 0 is none.
    """

    company: CompanyId
    plan: str
    previous: str
    permits: tuple[str, ...]
    invoices_per_year: int
    users: int


class PlanRefused(Refusal):
    """The plan stands as before."""


class PriceAnnounced(Fact):
    """A price that will hold from `valid_from` on (UTC), for one, before VAT."""

    announcement: UUID
    item: str
    net: Money
    previous: Money | None = None
    valid_from: datetime


class PriceRefused(Fact):
    """The price is not announced."""

    announcement: UUID
    code: str
    details: dict[str, str]


class PriceChangeNoticed(Fact):
    """The same, told to each customer ahead (S4-21)."""

    company: CompanyId
    announcement: UUID
    item: str
    net: Money
    previous: Money | None = None
    valid_from: datetime
