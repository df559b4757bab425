"""What is done with plans: load, decide. The chassis saves."""

from chassis import Session
from contracts.values import OrderLine
from wallet.catalogue import terms_at
from wallet.customers.commands import BeginPlan, BillPlan, ChoosePlan
from wallet.customers.customer import Customer, customer_id
from wallet.orders.commands import AcceptOrder
from wallet.orders.handlers import accept_order
from wallet.rules import Rules


async def choose_plan(command: ChoosePlan, session: Session) -> None:
    customer = await session.load(Customer, customer_id(command.company))
    term = customer.term
    customer.choose_plan(command, terms_at(command.at), session.use(Rules))
    if customer.term != term:
        await bill_plan(BillPlan(company=command.company, term=customer.term, month=1, at=command.at), session)


async def begin_plan(command: BeginPlan, session: Session) -> None:
    customer = await session.load(Customer, customer_id(command.company))
    term = customer.term
    customer.begin_plan(command, session.use(Rules))
    if customer.term != term:
        await bill_plan(BillPlan(company=command.company, term=customer.term, month=1, at=command.at), session)


async def bill_plan(command: BillPlan, session: Session) -> None:
    """A month of a plan is an order like any other, under the terms that were accepted when it was chosen."""
    customer = await session.load(Customer, customer_id(command.company))
    billed = customer.bill_plan(command)
    chosen = customer.chosen
    if billed and chosen:
        await accept_order(
            AcceptOrder(
                company=command.company,
                person=chosen.person,
                order=billed.order,
                lines=(OrderLine(f"plan.{billed.plan}", 1),),
                payment=chosen.payment,
                terms_version=chosen.terms_version,
                cause="plan",
                at=command.at,
            ),
            session,
        )
