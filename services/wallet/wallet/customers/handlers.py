"""What is done with customers and their accounts: load, decide. The chassis saves."""

from chassis import Session
from wallet.catalogue import terms_at
from wallet.customers.commands import AgreeTopUp, EndTopUp, OpenWallet, SaveAccount
from wallet.customers.customer import Customer, customer_id
from wallet.prices.price_list import REGISTER, Page, Register, page_id
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
