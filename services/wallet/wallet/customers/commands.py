"""What may be asked of customers, their accounts and plans; never on the wire."""

from datetime import datetime
from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, Personal, PersonId
from wallet.customers.events import Payment


class OpenWallet(Command, lane="company"):
    company: CompanyId
    country: str
    has_vat_number: bool


class SaveAccount(Command, lane="company"):
    """Open an account, or change its name and administrative address."""

    company: CompanyId
    account: UUID
    name: str
    email: Personal[str] | None
    sending: bool
    """Invoices take their credits from it from now on."""


class AgreeTopUp(Command, lane="company"):
    company: CompanyId
    person: PersonId
    account: UUID | None
    klip: str
    level: int
    quantity: int
    payment: Payment
    terms_version: str


class EndTopUp(Command, lane="company"):
    company: CompanyId
    person: PersonId
    account: UUID | None
    klip: str


class ChoosePlan(Command, lane="company"):
    company: CompanyId
    person: PersonId
    plan: str
    payment: Payment
    terms_version: str


class BeginPlan(Command, lane="company"):
    """The notice is over: the plan that was chosen begins, unless another was chosen since."""

    company: CompanyId
    plan: str
    valid_from: datetime


class BillPlan(Command, lane="company"):
    """A month of the plan begins."""

    company: CompanyId
    term: int
    month: int
