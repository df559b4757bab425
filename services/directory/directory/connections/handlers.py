"""Commands about connections: load, decide. Both sides of one name the same stream."""

from uuid import UUID

from chassis import Session
from contracts.values import CompanyId
from directory.connections.commands import DecideSupplier, EndConnection, SetContractText
from directory.connections.connection import Connection
from directory.connections.contract_text import ContractText
from directory.connections.customer_number import CustomerNumber, number_key
from directory.members.member import Member


async def end_connection(command: EndConnection, session: Session) -> None:
    """Ends the connection and frees its customer number, for the same customer or for another."""
    ends_as_supplier = command.side == "supplier"
    supplier, customer = (command.company, command.partner) if ends_as_supplier else (command.partner, command.company)
    connection = await session.load(Connection, Connection.id_of(supplier, customer))
    connection.end(command)
    if written := connection.established.customer_number:
        (await session.load(CustomerNumber, number_id(session, supplier, written))).free(supplier, customer)


async def decide_supplier(command: DecideSupplier, session: Session) -> None:
    (await session.load(Connection, Connection.id_of(command.supplier, command.company))).decide(command)


async def set_contract_text(command: SetContractText, session: Session) -> None:
    (await session.load(Member, command.company)).require_membership("contract-text.not-a-member")
    (await session.load(ContractText, ContractText.id_of(command.company))).set(command)


async def customer_number(supplier: CompanyId, written: str, session: Session) -> CustomerNumber:
    """Loads a supplier's customer number. A connection that ends frees only its first number; others are freed here."""
    number = await session.load(CustomerNumber, number_id(session, supplier, written))
    if number.customer is not None:
        connection = await session.load(Connection, Connection.id_of(supplier, number.customer))
        if connection.exists and not connection.stands:
            number.free(supplier, number.customer)
    return number


def number_id(session: Session, supplier: CompanyId, written: str) -> UUID:
    """The id of the stream that each customer number of a supplier has."""
    return session.natural_id("connection", str(supplier), number_key(written))
