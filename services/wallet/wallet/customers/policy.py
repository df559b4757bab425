"""What time brings back to customers: those from before they had a stream of their own."""

from chassis import Due, Happened
from wallet.customers.commands import OpenWallet
from wallet.customers.customer import customer_id
from wallet.customers.events import WalletOpened


def make_customer(event: WalletOpened, happened: Happened[WalletOpened]) -> Due | None:
    """A company that came before customers had a stream of their own is one too; what opened it lies in its book."""
    if happened.stream == customer_id(event.company):
        return None
    again = OpenWallet(
        company=event.company, country=event.country, has_vat_number=event.has_vat_number, at=happened.at
    )
    return Due(happened.at, again)
