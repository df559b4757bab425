"""The limits that the wallet's decisions are made by, as the settings give them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from wallet.settings import WalletSettings


@dataclass(frozen=True, slots=True)
class Rules:
    """Handed to the aggregates by the handlers, because an aggregate reads no settings."""

    network_company: UUID | None = None
    order_quantity_min: int = 100
    order_quantity_max: int = 100_000
    balance_low_klip: int = 10
    granted_at_once_max: int = 500
    checkout_retry_delays_s: tuple[float, ...] = (2, 10, 60, 300, 1800)
    checkouts_max: int = 5

    @classmethod
    def register(cls, settings: WalletSettings) -> Self:
        return cls(
            network_company=settings.network_company,
            order_quantity_min=settings.order_quantity_min,
            order_quantity_max=settings.order_quantity_max,
            balance_low_klip=settings.balance_low_klip,
            granted_at_once_max=settings.granted_at_once_max,
            checkout_retry_delays_s=settings.checkout_retry_delays_s,
            checkouts_max=settings.checkouts_max,
        )

    def retry_checkout_at(self, attempt: int, now: datetime) -> datetime | None:
        """When to try again after this many failed attempts (1 is the first); None when there were enough."""
        if attempt > len(self.checkout_retry_delays_s):
            return None
        return now + timedelta(seconds=self.checkout_retry_delays_s[attempt - 1])
