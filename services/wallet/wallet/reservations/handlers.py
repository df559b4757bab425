"""What is done with reservations: load, decide. The chassis saves."""

from itertools import islice
from uuid import UUID

from chassis import NotYet, Session, derived_id
from contracts.values import OrderLine
from wallet.credits.account_book import AccountBook
from wallet.credits.books import close_long_book, open_book
from wallet.credits.commands import (
    CaptureCredit,
    ReleaseCredit,
    ReserveCredit,
)
from wallet.customers.customer import Customer, customer_id
from wallet.orders.commands import AcceptOrder
from wallet.orders.handlers import accept_order
from wallet.reservations.claim import Claim, Stand, claim_id
from wallet.reservations.commands import QuestionClaim, ServeQuota
from wallet.reservations.quota import Quota, quota_id
from wallet.rules import Rules


async def reserve_credit(command: ReserveCredit, session: Session) -> None:
    claim = await session.load(Claim, claim_id(command.invoice))
    if not claim.wants(command):
        return
    rules = session.use(Rules)
    customer = await session.load(Customer, customer_id(command.company))
    account = customer.sending or command.company
    if command.company == rules.network_company:
        book = await open_book(session, account)
        book.waive(command, account)
        claim.settle(command.company)
        await close_long_book(session, command.company, account)
    elif await _let_through(command, customer, session):
        claim.make(command, account, rules)
        book = await open_book(session, account)
        book.reserve(command, account, rules)
        await _top_up(command, customer, book, account, session)
        await close_long_book(session, command.company, account)


async def _let_through(command: ReserveCredit, customer: Customer, session: Session) -> bool:
    """Whether the plan permits one more invoice this year (E-I1)."""
    permitted = session.use(Rules).quota_of(customer.plan)
    if not permitted or command.klip not in COUNTED:
        return True
    year = command.at.year
    quota = await session.load(Quota, quota_id(command.company, year))
    return quota.let_through(command, year, permitted)


COUNTED = frozenset({"invoice"})
"""E-invoices and PDF; letters and sending again are paid for, but not counted."""


async def _top_up(
    command: ReserveCredit, customer: Customer, book: AccountBook, account: UUID, session: Session
) -> None:
    """Orders more by itself, where that was agreed and the level is reached."""
    order = derived_id(command.invoice, "top-up", command.at.isoformat())
    agreed = customer.top_up(account, command.klip, book.available(command.klip), order)
    if agreed:
        await accept_order(
            AcceptOrder(
                company=command.company,
                person=None,
                order=order,
                lines=(OrderLine(agreed.klip, agreed.quantity),),
                account=account,
                payment=agreed.payment,
                terms_version=agreed.terms_version,
                cause="top-up",
                at=command.at,
            ),
            session,
        )


async def capture_credit(command: CaptureCredit, session: Session) -> None:
    """Raises NotYet when none is reserved: the reservation is on its way, or the dead letters show an operator an
    invoice that was sent without one. A credit that was released stays so: the company may have used it since."""
    claim = await session.load(Claim, claim_id(command.invoice))
    if claim.stand in (Stand.SETTLED, Stand.ENDED):
        return
    if claim.stand is Stand.NONE:
        raise NotYet(f"reservation of {command.invoice}")
    book = await open_book(session, claim.account)
    book.capture(command, claim.account)
    claim.settle(command.company)
    await close_long_book(session, command.company, claim.account)


async def release_credit(command: ReleaseCredit, session: Session) -> None:
    """Raises NotYet for a reservation to come. A word older than the claim is passed over."""
    claim = await session.load(Claim, claim_id(command.invoice))
    if claim.stand in (Stand.SETTLED, Stand.ENDED):
        return
    if claim.stand is Stand.NONE:
        quota = await session.load(Quota, quota_id(command.company, command.at.year))
        if command.must_be_known:
            raise NotYet(f"reservation of {command.invoice}")
        quota.end_wait(command.company, command.invoice)
        return
    if claim.asked_at and claim.asked_at > command.at:
        return
    book = await open_book(session, claim.account)
    book.release(command, claim.account, session.use(Rules))
    claim.end(command.company, command.at)
    await close_long_book(session, command.company, claim.account)


async def question_claim(command: QuestionClaim, session: Session) -> None:
    """Only what has a credit is asked about; what waits for one has nothing to give back."""
    claim = await session.load(Claim, claim_id(command.invoice))
    if claim.stand is Stand.OPEN:
        book = await open_book(session, claim.account)
        claim.question(command, command.invoice in book.reserved, session.use(Rules))


async def serve_quota(command: ServeQuota, session: Session) -> None:
    """What the quota held up is asked for again, oldest first, under the plan and the year of now."""
    quota = await session.load(Quota, quota_id(command.company, command.year))
    for invoice, held in list(islice(quota.waiting.items(), session.use(Rules).granted_at_once_max)):
        again = ReserveCredit(company=command.company, invoice=invoice, klip=held.klip, at=command.at)
        await reserve_credit(again, session)
        claim = await session.load(Claim, claim_id(invoice))
        if not claim.exists and command.at.year == command.year:
            return  # the quota is full: whoever waits behind waits on
        quota.end_wait(command.company, invoice)
    quota.pause_serving(command.company, command.year)
