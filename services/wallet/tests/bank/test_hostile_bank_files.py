"""Bank files that are made to harm whoever reads them: nothing of them is taken, and the next file is read."""

from collections.abc import Callable

import pytest
from bank_file_stories import bgmax, camt, camt_entry

from chassis import Refused
from devstack import hostile_files as hostile
from wallet.bank.files.reading import BankFiles
from wallet.bank.files.recognised import read_bank_file
from wallet.settings import WalletSettings

OCR = "1234574"
GOOD = camt([camt_entry("625.00", OCR)])


def named(text: bytes, before: bytes) -> bytes:
    """A good file with a document type before it, and an entity where the reference stands."""
    head, rest = camt([camt_entry("625.00", "REFERENCE")]).split(b"?>", 1)
    return head + b"?>" + before + rest.replace(b"REFERENCE", text)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities of entities": (lambda: named(b"&a11;", hostile.ENTITIES), "bank-file.broken"),
    "an entity that names a file": (lambda: named(b"&a;", hostile.EXTERNAL), "bank-file.broken"),
    "deep": (lambda: GOOD.replace(b"<Ntry>", b"<a>" * 1_000_000), "bank-file.broken"),
    "wide": (lambda: GOOD.replace(b"<Ntry>", b'<Ntry a="%s">' % (b"x" * 11_000_000)), "bank-file.broken"),
    "a NUL": (lambda: GOOD.replace(b"625.00", b"6\x0025"), "bank-file.broken"),
    "an amount without end": (lambda: GOOD.replace(b"625.00", b"9" * 5_000_000), "bank-file."),
    "a record without end": (lambda: bgmax([("20", OCR, 62500, "1")]) + b"9" * 15_000_000, "bank-file.broken"),
    "too long": (lambda: b" " * 21_000_000, "bank-file.too-large"),
    "too many": (lambda: GOOD.replace(b"<Ntry>", b"<Ntry/>" * 50_001 + b"<Ntry>"), "bank-file.too-many-entries"),
    "something else": (lambda: b"%PDF-1.7", "bank-file.unknown-format"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_is_refused_whole_and_the_next_is_read(name: str) -> None:
    content, code = HOSTILE[name]
    files = BankFiles(WalletSettings(bank_file_memory_mb_max=512))
    with pytest.raises(Refused) as refused:
        await files.statements(content())
    assert refused.value.code.startswith(code)
    (statement,) = await files.statements(GOOD)
    assert statement.entries[0].reference == OCR


async def test_a_file_that_takes_more_than_its_memory_ends_its_reader_only() -> None:
    small = BankFiles(WalletSettings(bank_file_memory_mb_max=150))
    with pytest.raises(Refused, match=r"bank-file\.too-heavy"):
        await small.statements(GOOD.replace(b"<Ntry>", b"<a>x</a>" * 2_000_000 + b"<Ntry>"))
    assert len((await small.statements(GOOD))[0].entries) == 1


async def test_what_comes_back_from_the_reader_is_what_it_read() -> None:
    files = BankFiles(WalletSettings())
    for content in (GOOD, bgmax([("20", OCR, 62500, "1")])):
        assert await files.statements(content) == read_bank_file(content)
