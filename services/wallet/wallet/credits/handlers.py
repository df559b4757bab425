"""What is done with credits: load, decide. The chassis saves."""

from chassis import Session
from wallet.credits.adjustment import Adjustment
from wallet.credits.books import close_long_book, open_book
from wallet.credits.commands import DecideAdjustment, GrantWaiting, ProposeAdjustment
from wallet.credits.grants import AdjustmentWanted
from wallet.customers.customer import Customer, customer_id
from wallet.rules import Rules


async def grant_waiting(command: GrantWaiting, session: Session) -> None:
    account = command.account or command.company
    book = await open_book(session, account)
    book.grant_waiting(command.company, account, command.klip, session.use(Rules))
    await close_long_book(session, command.company, account)


async def propose_adjustment(command: ProposeAdjustment, session: Session) -> None:
    customer = await session.load(Customer, customer_id(command.company))
    customer.must_be_open()
    account = customer.account(command.account, command.company)
    adjustment = await session.load(Adjustment, command.adjustment)
    adjustment.propose(command, account, session.use(Rules))


async def decide_adjustment(command: DecideAdjustment, session: Session) -> None:
    adjustment = await session.load(Adjustment, command.adjustment)
    agreed = adjustment.decide(command)
    if agreed:
        wanted = AdjustmentWanted(agreed.company, agreed.klip, agreed.quantity, agreed.reason)
        book = await open_book(session, agreed.account)
        book.adjust(agreed.account, adjustment.id, wanted, session.use(Rules))
        await close_long_book(session, command.company, agreed.account)
