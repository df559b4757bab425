"""What is done with customers, accounts, plans and prices: load, decide. The chassis saves."""

from chassis import Session
from contracts.values import OrderLine
from wallet.catalogue import terms_at
from wallet.commands import AcceptOrder
from wallet.commands_customers import (
    AgreeTopUp,
    AnnouncePrice,
    BeginPlan,
    BillPlan,
    ChoosePlan,
    EndTopUp,
    NoticeCustomers,
    OpenWallet,
    SaveAccount,
)
from wallet.customer import Customer, customer_id
from wallet.handlers_orders import accept_order
from wallet.prices import REGISTER, Page, PriceList, Register, page_id
from wallet.rules import Rules


async def open_wallet(command: OpenWallet, session: Session) -> None:
    customer = await session.load(Customer, customer_id(command.company))
    if not customer.open(command):
        return
    register = await session.load(Register, REGISTER)
    page = await session.load(Page, page_id(register.page))
    page.write(command.company)
    if len(page.companies) >= session.use(Rules).register_page_max:
        register.fill()


async def save_account(command: SaveAccount, session: Session) -> None:
    customer = await session.load(Customer, customer_id(command.company))
    customer.save_account(command, session.use(Rules))


async def agree_top_up(command: AgreeTopUp, session: Session) -> None:
    customer = await session.load(Customer, customer_id(command.company))
    customer.agree_top_up(command, terms_at(command.at), session.use(Rules))


async def end_top_up(command: EndTopUp, session: Session) -> None:
    customer = await session.load(Customer, customer_id(command.company))
    customer.must_be_open()
    customer.end_top_up(command)


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


async def announce_price(command: AnnouncePrice, session: Session) -> None:
    price_list = await session.load(PriceList, command.price_list)
    price_list.announce(command, session.use(Rules))


async def notice_customers(command: NoticeCustomers, session: Session) -> None:
    page = await session.load(Page, page_id(command.page))
    page.notice(command)
