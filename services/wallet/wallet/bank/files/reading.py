"""Bank files, each read once in a process of its own, and kept at hand while their entries are taken part by part."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from hashlib import sha256
from typing import Final

import msgspec

from chassis.apart import MEBIBYTE, Apart, ReadingLimits
from wallet.bank.files.entry import Statement
from wallet.bank.files.recognised import read_apart
from wallet.settings import WalletSettings

AT_HAND_MAX: Final = 2


class BankFiles:
    """Reads files and remembers the latest few: a long one is asked for many times."""

    def __init__(self, settings: WalletSettings) -> None:
        limits = ReadingLimits(
            timeout_s=settings.bank_file_timeout_s,
            cpu_s=settings.bank_file_cpu_s,
            memory_bytes_max=settings.bank_file_memory_mb_max * MEBIBYTE,
            answer_bytes_max=settings.bank_file_entries_bytes_max,
            at_once=1,
        )
        self._apart = Apart(
            read_apart, too_heavy="bank-file.too-heavy", unreadable="bank-file.unreadable", limits=limits
        )
        self._at_hand: OrderedDict[bytes, tuple[Statement, ...]] = OrderedDict()
        self._reading = asyncio.Lock()  # who asks for the same file waits for it instead of reading it again

    @classmethod
    def register(cls, settings: WalletSettings) -> BankFiles:
        return cls(settings)

    async def statements(self, content: bytes) -> tuple[Statement, ...]:
        """Every statement of the file. Raises Refused `bank-file.*`: nothing of a file that cannot be read is used."""
        key = sha256(content).digest()
        async with self._reading:
            if key not in self._at_hand:
                said = await self._apart.read(content)
                self._at_hand[key] = msgspec.json.decode(said, type=tuple[Statement, ...])
                while len(self._at_hand) > AT_HAND_MAX:
                    self._at_hand.popitem(last=False)
            return self._at_hand[key]
