"""Commands about who trades with whom: load, decide."""

from chassis import Session, derived_id
from directory.buyer_rules import BuyerRules
from directory.commands import DecideSupplier, EndConnection, SetApprovalPolicy, SetBuyerRules, SetContractText
from directory.connection import Connection, CustomerNumber
from directory.contract_text import ContractText
from directory.handlers.invitations import number_id
from directory.member import Member


async def end_connection(command: EndConnection, session: Session) -> None:
    """Its customer number is free again, so that the two may begin anew, or another customer may have it."""
    ends_as_supplier = command.side == "supplier"
    supplier, customer = (command.company, command.partner) if ends_as_supplier else (command.partner, command.company)
    connection = await session.load(Connection, Connection.id_of(supplier, customer))
    connection.end(command)
    if written := connection.established.customer_number:
        (await session.load(CustomerNumber, number_id(session, supplier, written))).free(supplier, customer)


async def set_approval_policy(command: SetApprovalPolicy, session: Session) -> None:
    (await session.load(Member, command.company)).set_approval_policy(command)


async def decide_supplier(command: DecideSupplier, session: Session) -> None:
    (await session.load(Connection, Connection.id_of(command.supplier, command.company))).decide(command)


async def set_contract_text(command: SetContractText, session: Session) -> None:
    (await session.load(Member, command.company)).require_membership("contract-text.not-a-member")
    (await session.load(ContractText, ContractText.id_of(command.company))).set(command)


async def set_buyer_rules(command: SetBuyerRules, session: Session) -> None:
    (await session.load(Member, command.company)).require_membership("buyer-rules.not-a-member")
    (await session.load(BuyerRules, derived_id(command.company, "buyer-rules"))).set(command)
