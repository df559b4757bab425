"""Which format a bank file has: told by what it holds, never by what it is called."""

from __future__ import annotations

from chassis import Refused
from wallet.bank_files.bgmax import read_bgmax
from wallet.bank_files.camt import read_camt
from wallet.bank_files.entry import Statement

BYTES_MAX = 20_000_000


def read_bank_file(content: bytes) -> tuple[Statement, ...]:
    """Every statement of the file. Raises Refused `bank-file.*`: nothing of a file that cannot be read is used."""
    if len(content) > BYTES_MAX:
        raise Refused("bank-file.too-large", size=len(content), size_max=BYTES_MAX)
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:10]
    if head.startswith(b"01BGMAX"):
        return read_bgmax(content)
    if head.startswith(b"<"):
        return read_camt(content)
    raise Refused("bank-file.unknown-format", formats="camt.053, camt.054, BGMax")
