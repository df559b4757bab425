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
    """How long to wait after each failed attempt to open a checkout; after the last one the order is given up."""
    checkouts_max: int = 5
    """How many checkouts one order gets, the first included; a declined or abandoned payment ends one."""

    network_company: UUID | None = None
    """The network's own company: its invoices need no credits (S1-26)."""
    order_quantity_min: int = 100
    order_quantity_max: int = 100_000
    balance_low_klip: int = 10
    """The company is warned when what it can reserve falls to this, or below."""
    granted_at_once_max: int = 500
    """How many waiting reservations one unit of work grants; the rest follow in the next one."""
