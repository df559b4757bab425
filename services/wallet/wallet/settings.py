"""What is special to the wallet: limits of an order, the warning level, and where card payments are made."""

from uuid import UUID

from pydantic import SecretStr

from chassis import Settings


class WalletSettings(Settings):
    """Read from STAFETT_WALLET_<SETTING>; each limit has its unit last."""

    card_url: str = "http://127.0.0.1:8403"
    """Where the card provider's API is."""
    card_api_key: SecretStr = SecretStr("")
    card_return_url: str = "http://127.0.0.1:8000/c/{company}/orders/{order}"
    """Where the payer is sent back to; `{company}` and `{order}` become their ids. The page there shows "waiting"."""
    card_timeout_s: float = 10.0
    checkout_retry_delays_s: tuple[float, ...] = (2, 10, 60, 300, 1800)
    """How long to wait after each failed attempt to open a checkout or to pay back; after the last it is given up."""
    checkouts_max: int = 5
    """How many checkouts one order gets, the first included; a declined or abandoned payment ends one."""
    unpaid_order_days: int = 14
    """A month of a plan, or an automatic top-up, that is to be paid by card and is not by then is cancelled."""

    network_company: UUID | None = None
    """The network's own company: its invoices need no credits (S1-26). None: the operator's."""
    operator_file: str = ""
    """Who runs the network and is paid: a file like contracts/operator/operator.toml; empty for that one."""
    transfer_due_days: int = 10
    """When the invoice of an order by transfer is due."""
    transfer_open_days: int = 40
    """An order by transfer that is not paid in full by then is cancelled."""
    bank_file_timeout_s: float = 60.0
    """For reading one bank file, in a process of its own."""
    bank_file_cpu_s: int = 40
    bank_file_memory_mb_max: int = 1024
    """Address space of that process: a file that swells in memory ends it and nothing else."""
    bank_file_entries_bytes_max: int = 128_000_000
    """How much text the entries of a file may hold."""
    bank_entries_at_once_max: int = 100
    """How many entries of a bank file one unit of work takes."""
    checkout_question_delays_s: tuple[float, ...] = (900, 3600, 21600, 86400)
    """How long after a checkout was opened the card provider is asked what became of it, in case its word was lost."""
    order_quantity_min: int = 100
    """The smallest order of invoice klip; the catalogue says it of everything else."""
    order_quantity_max: int = 100_000
    cart_lines_max: int = 20
    accounts_max: int = 50
    """How many accounts a company can have."""
    balance_low_klip: int = 10
    """The company is warned when what it can reserve falls to this, or below."""
    granted_at_once_max: int = 500
    """How many waiting reservations one unit of work grants; the rest follow in the next one."""
    adjustment_quantity_max: int = 100_000

    book_events_max: int = 500
    """A longer book of an account is closed, and the next one begun."""
    shelf_books_max: int = 50
    """How many books one page of an account's index lists."""
    carried_at_once_max: int = 500
    """How many open reservations one event carries over into the next book."""
    reservation_question_h: float = 24
    """How many hours a reservation stands before it is asked what became of its invoice, and between questions."""
    reservation_questions_max: int = 14
    """After so many questions without an answer an operator is shown the reservation; it is never let go unasked."""

    price_notice_days: int = 30
    """How long ahead a new price is announced."""
    plan_notice_months: int = 3
    """How long ahead a smaller plan is chosen (E-I1)."""
    free_invoices_per_year: int = 100
    """What the Free plan permits a year; 0 for no limit."""
    register_page_max: int = 200
    """How many customers stand on one page of the register, and are told of a price in one unit of work."""
