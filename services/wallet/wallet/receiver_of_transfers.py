"""Who is paid by transfer, on which accounts, and how long an order waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from contracts.operator import operator
from contracts.values import CompanyId
from wallet.settings import WalletSettings


@dataclass(frozen=True, slots=True)
class ReceiverOfTransfers:
    """The network itself. `accounts` are as banks name them in their files: Bankgiro and IBAN."""

    company: CompanyId
    accounts: tuple[str, ...]
    due_days: int = 10
    open_for: timedelta = timedelta(days=40)
    entries_at_once: int = 100

    @classmethod
    def register(cls, settings: WalletSettings) -> Self:
        ours = operator(settings.operator_file)
        return cls(
            company=ours.company,
            accounts=tuple(filter(None, (ours.account.number, ours.iban))),
            due_days=settings.transfer_due_days,
            open_for=timedelta(days=settings.transfer_open_days),
            entries_at_once=settings.bank_entries_at_once_max,
        )
