"""What a draft is judged against: the two companies, their connection, the buyer's rules, the supplier's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis import Session
from contracts.operator import Operator
from contracts.values import CompanyId, InvoiceDraft
from invoicing.days import day_of
from invoicing.numbers.choosing import number_use
from invoicing.numbers.series import NumberSeries, NumberUse
from invoicing.parties.party import Party
from invoicing.parties.trade import BuyerRules, Connection
from invoicing.settings import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """The state of all of it now. It is only read: drafting or sending an invoice changes none of it."""

    invoice: UUID
    supplier: Party
    customer: Party
    connection: Connection
    rules: BuyerRules
    series: NumberSeries
    entered: NumberUse | None
    """The use of the number that was entered by hand, if one was."""
    today: date
    limits: Limits
    by_network: bool = False
    """Whether the network itself sells: then neither a connection nor the buyer's reference rules are required."""

    @property
    def language(self) -> str:
        return self.supplier.language

    @property
    def country(self) -> str:
        return self.supplier.country

    @property
    def customer_name(self) -> str:
        return self.customer.name or self.connection.customer_name


async def look_around(
    company: CompanyId, invoice: UUID, draft: InvoiceDraft, at: datetime, session: Session
) -> Circumstances:
    """Loads what the draft is judged against."""
    supplier = await session.load(Party, company)
    return Circumstances(
        invoice=invoice,
        supplier=supplier,
        customer=await session.load(Party, draft.receiver),
        connection=await session.load(Connection, Connection.id_of(company, draft.receiver)),
        rules=await session.load(BuyerRules, BuyerRules.id_of(draft.receiver)),
        series=await session.load(NumberSeries, NumberSeries.id_of(company)),
        entered=await number_use(company, draft.number, session) if draft.number.strip() else None,
        today=day_of(at, supplier.country),
        limits=session.use(Limits),
        by_network=company == session.use(Operator).company,
    )
