"""Which format a bank file has: told by what it holds, never by what it is called. Read in a process of its own."""

from __future__ import annotations

from typing import Any

import msgspec

from wallet.bank.files.bgmax import read_bgmax
from wallet.bank.files.camt import read_camt
from wallet.bank.files.entry import Statement, numbered
from wallet.bank.files.unusable import Unusable

BYTES_MAX = 20_000_000


def read_apart(content: bytes, asked: dict[str, Any]) -> bytes:
    """What `read_bank_file` finds, as JSON."""
    return msgspec.json.encode(read_bank_file(content))


def read_bank_file(content: bytes) -> tuple[Statement, ...]:
    """Every statement of the file. Raises Unusable `bank-file.*`: nothing of a file that cannot be read is used."""
    if len(content) > BYTES_MAX:
        raise Unusable("bank-file.too-large", size=len(content), size_max=BYTES_MAX)
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:10]
    if head.startswith(b"01BGMAX"):
        return numbered(read_bgmax(content))
    if head.startswith(b"<"):
        return numbered(read_camt(content))
    raise Unusable("bank-file.unknown-format", formats="camt.053, camt.054, BGMax")
