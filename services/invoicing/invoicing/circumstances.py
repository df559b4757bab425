"""What a draft is judged against: the two companies, their connection, the buyer's rules, the supplier's numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis import Session
from contracts.operator import Operator
from contracts.values import InvoiceDraft
from invoicing.number_series import NumberSeries, NumberUse
from invoicing.party import Party
from invoicing.settings import Limits
from invoicing.trade import BuyerRules, Connection

ZONES = {
    "SE": ZoneInfo("Europe/Stockholm"),
    "DK": ZoneInfo("Europe/Copenhagen"),
    "NO": ZoneInfo("Europe/Oslo"),
    "FI": ZoneInfo("Europe/Helsinki"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """All of it as it stands now. Only looked at: none of it changes because an invoice is drafted or sent."""

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
    """Whether the network itself is the seller: nobody connects to it, and buyers' reference rules are not for it."""

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
    company: UUID, invoice: UUID, draft: InvoiceDraft, at: datetime, session: Session
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


async def number_use(company: UUID, number: str, session: Session) -> NumberUse:
    """Who uses this number of this supplier."""
    return await session.load(NumberUse, session.natural_id("invoice-number", str(company), number.strip()))


def day_of(at: datetime, country: str) -> date:
    """The day it is in the company's country: dates on invoices are dates of law."""
    return at.astimezone(ZONES.get(country, ZONES["SE"])).date()


def begins_at(day: date, country: str) -> datetime:
    """When a day begins in the company's country."""
    return datetime.combine(day, time(), ZONES.get(country, ZONES["SE"])).astimezone(UTC)
