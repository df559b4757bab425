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
    """The change of an account was refused."""


class TopUpAgreed(Fact):
    """From now on `quantity` credits are ordered automatically when `level` or fewer are left."""

    company: CompanyId
    account: UUID
    klip: str
    level: int
    quantity: int
    payment: Literal["card", "transfer"]


class TopUpEnded(Fact):
    """Automatic orders have ended."""

    company: CompanyId
    account: UUID
    klip: str


class TopUpRefused(Refusal):
    """The change of automatic orders was refused."""


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
    """The choice of a plan was refused."""


class PriceAnnounced(Fact):
    """A price that will hold from `valid_from` on (UTC), for one, before VAT."""

    announcement: UUID
    item: str
    net: Money
    previous: Money | None = None
    valid_from: datetime


class PriceRefused(Fact):
    """The announcement of a price was refused."""

    announcement: UUID
    code: str
    details: dict[str, str]


class PriceChangeNoticed(Fact):
    """A price that was announced is told to each customer ahead of its day (S4-21)."""

    company: CompanyId
    announcement: UUID
    item: str
    net: Money
    previous: Money | None = None
    valid_from: datetime
