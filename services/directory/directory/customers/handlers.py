"""Commands about customer registers: load, decide."""

import asyncio
import dataclasses
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from chassis import Refused, Session, derived_id
from contracts.values import CompanyId, CustomerRecord, ImportCounts, Personal, RowFinding
from directory.connections.customer_number import number_key
from directory.customers.commands import BeginImport, FailImport, ImportRows, RequestImport
from directory.customers.importing import CustomerImport
from directory.customers.policy import RegisterPolicy
from directory.customers.register import CustomerRegister
from directory.invitations.commands import InviteCustomer
from directory.invitations.handlers import invite_customer
from directory.invitations.invitation import Invitation
from directory.members.member import Member
from directory.recipients.handlers import recipient_id
from directory.recipients.number import Participant
from directory.recipients.recipient import Recipient

PORTAL = "portal"


async def request_import(command: RequestImport, session: Session) -> None:
    (await session.load(Member, command.company)).require_membership("customer-register.not-a-member")
    await session.documents.copy(command.document, PORTAL)
    (await session.load(CustomerImport, command.upload)).ask(command)


async def begin_import(command: BeginImport, session: Session) -> None:
    importing = await session.load(CustomerImport, command.upload)
    register = await session.load(CustomerRegister, register_id(command.company))
    customers_max = session.use(RegisterPolicy).customers_max
    if register.has_room(command.rows, customers_max):
        importing.begin(command)
    else:
        importing.fail(_full(command, customers_max))


async def import_rows(command: ImportRows, session: Session) -> None:
    """Enters, invites and counts the customers of these rows in one unit of work."""
    importing = await session.load(CustomerImport, command.upload)
    if not importing.awaits(command):
        return
    register = await session.load(CustomerRegister, register_id(command.company))
    customers = await _matched(command.customers.reveal(), command.participants, session)
    standings = Counter(register.standing(customer) for customer in customers)
    matches = Counter(customer.match for customer in customers)
    invited, findings = 0, list(command.findings)
    if not importing.asked.dry_run:
        register.enter(command.company, command.upload, customers)
        if importing.asked.invite:
            invited, refused = await _invited(command, customers, importing, session)
            findings += refused
    counts = ImportCounts(
        new=standings["new"],
        changed=standings["changed"],
        unchanged=standings["unchanged"],
        refused=command.refused,
        members=matches["member"],
        recipients=matches["recipient"],
        invited=invited,
    )
    importing.advance(command, counts, sorted(findings, key=lambda finding: finding.row))


async def _matched(
    customers: Sequence[CustomerRecord], participants: Sequence[Participant | None], session: Session
) -> list[CustomerRecord]:
    """Adds to each customer how the network knows its number; all numbers are looked up at once."""
    ids = [recipient_id(session, participant) if participant else None for participant in participants]
    known = sorted({id_ for id_ in ids if id_})
    found = dict(zip(known, await asyncio.gather(*(session.load(Recipient, id_) for id_ in known)), strict=True))
    return [_match(customer, found[id_]) if id_ else customer for customer, id_ in zip(customers, ids, strict=True)]


def _match(customer: CustomerRecord, recipient: Recipient) -> CustomerRecord:
    if recipient.member:
        return dataclasses.replace(customer, match="member", member=recipient.member)
    return dataclasses.replace(customer, match="recipient") if recipient.known else customer


async def _invited(
    command: ImportRows, customers: Sequence[CustomerRecord], importing: CustomerImport, session: Session
) -> tuple[int, list[RowFinding]]:
    """Invites whoever has an address, once for each customer number; a refusal becomes a finding on its row."""
    invited, findings = 0, []
    for row, customer in zip(command.rows, customers, strict=True):
        if not customer.email:
            continue
        id_ = session.natural_id("register-invitation", str(command.company), number_key(customer.customer_number))
        invitation = await session.load(Invitation, id_)
        if invitation.exists:
            continue
        try:
            await invite_customer(_invitation(command, customer, id_, importing), session)
        except Refused as refused:
            findings.append(RowFinding(row, "email", refused.code, "warning", refused.details))
        else:
            invited += 1
    return invited, findings


def _invitation(command: ImportRows, customer: CustomerRecord, id_: UUID, importing: CustomerImport) -> InviteCustomer:
    return InviteCustomer(
        at=command.at,
        company=command.company,
        invitation=id_,
        customer_number=customer.customer_number,
        customer_name=customer.name,
        email=Personal(customer.email),
        language=importing.asked.language,
        customer=customer.member,
    )


def _full(command: BeginImport, customers_max: int) -> FailImport:
    return FailImport(
        at=command.at,
        company=command.company,
        upload=command.upload,
        code="customer-register.full",
        details={"customers_max": str(customers_max)},
    )


def register_id(company: CompanyId) -> UUID:
    return derived_id(company, "customer-register")
