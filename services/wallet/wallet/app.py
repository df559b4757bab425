"""The wallet: its areas in their order, each of which may use those after it, and what they share."""

from chassis import Service
from wallet.accounting.area import area as accounting
from wallet.bank.area import area as bank
from wallet.bank.files.reading import BankFiles
from wallet.credits.area import area as credits  # noqa: A004 - the word of the trade
from wallet.customers.area import area as customers
from wallet.orders import card_provider
from wallet.orders.area import area as orders
from wallet.plans.area import area as plans
from wallet.prices.area import area as prices
from wallet.receiver_of_transfers import ReceiverOfTransfers
from wallet.refunds.area import area as refunds
from wallet.reservations.area import area as reservations
from wallet.rules import Rules
from wallet.settings import WalletSettings
from wallet.transfers.area import area as transfers

service = Service(
    name="wallet",
    settings=WalletSettings,
    areas=[accounting, transfers, plans, reservations, refunds, orders, credits, customers, prices, bank],
    uses=[Rules.register, ReceiverOfTransfers.register, BankFiles.register, card_provider.register],
    documents_from=["portal"],
)
