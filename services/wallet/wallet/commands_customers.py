"""What may be asked of customers, their accounts and plans, and of prices; never on the wire."""

from datetime import datetime
from uuid import UUID

from chassis import Command
from contracts.values import Money, Personal
from wallet.events_orders import Payment


class OpenWallet(Command, lane="company"):
    company: UUID
    country: str
    has_vat_number: bool


class SaveAccount(Command, lane="company"):
    """Open an account, or change its name and administrative address."""

    company: UUID
    account: UUID
    name: str
    email: Personal[str] | None
    sending: bool
    """Invoices take their credits from it from now on."""


class AgreeTopUp(Command, lane="company"):
    company: UUID
    person: UUID
    account: UUID | None
    klip: str
    level: int
    quantity: int
    payment: Payment
    terms_version: str


class EndTopUp(Command, lane="company"):
    company: UUID
    person: UUID
    account: UUID | None
    klip: str


class ChoosePlan(Command, lane="company"):
    company: UUID
    person: UUID
    plan: str
    payment: Payment
    terms_version: str


class BeginPlan(Command, lane="company"):
    """The notice is over: the plan that was chosen begins, unless another was chosen since."""

    company: UUID
    plan: str
    valid_from: datetime


class BillPlan(Command, lane="company"):
    """A month of the plan begins."""

    company: UUID
    term: int
    month: int


class AnnouncePrice(Command, lane="price_list"):
    """`price_list` is the id of the one list that there is."""

    price_list: UUID
    announcement: UUID
    person: UUID
    item: str
    net: Money
    valid_from: datetime


class NoticeCustomers(Command, lane="price_list"):
    """Tell the customers of one page of the register of a price."""

    price_list: UUID
    announcement: UUID
    item: str
    net: Money
    previous: Money | None
    valid_from: datetime
    page: int
