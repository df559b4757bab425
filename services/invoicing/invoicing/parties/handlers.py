"""Handlers for connections and buyers' rules, whose streams have ids of their own: load, decide. The chassis saves."""

from __future__ import annotations

from chassis import Session
from invoicing.days import ahead
from invoicing.life.invoice import Invoice
from invoicing.parties import commands
from invoicing.parties.party import Party
from invoicing.parties.trade import BuyerRules, Connection


async def establish_connection(command: commands.EstablishConnection, session: Session) -> None:
    connection = await session.load(Connection, Connection.id_of(command.company, command.customer))
    connection.establish(command)


async def end_connection(command: commands.EndConnection, session: Session) -> None:
    """Ends the connection, and turns back invoices that waited for this customer's approval."""
    connection = await session.load(Connection, Connection.id_of(command.company, command.customer))
    waiting = connection.waiting
    connection.end(command)
    for invoice in waiting if not connection.stands else ():
        (await session.load(Invoice, invoice)).turn_back(command.company, "customer.not-connected")


async def change_approval(command: commands.ChangeApproval, session: Session) -> None:
    """Lets waiting invoices go on, oldest first, or turns them back with the customer's reason."""
    connection = await session.load(Connection, Connection.id_of(command.company, command.customer))
    waiting, country = connection.waiting, (await session.load(Party, command.company)).country
    connection.change_approval(command)
    for one in waiting:
        invoice = await session.load(Invoice, one)
        if connection.approval == "approved":
            invoice.release(command.company, ahead(invoice.draft, country, command.at))
        elif connection.is_refused:
            invoice.turn_back(command.company, "customer.supplier-refused", reason=command.reason or "-")


async def change_buyer_rules(command: commands.ChangeBuyerRules, session: Session) -> None:
    (await session.load(BuyerRules, BuyerRules.id_of(command.company))).change(command)
