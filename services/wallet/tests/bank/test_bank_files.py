"""What banks tell of payments: camt and BGMax, whole and broken, the same payment in two files."""

from datetime import date
from decimal import Decimal

import pytest
from bank_file_stories import bgmax, camt, camt_entry

from wallet.bank.files.entry import BankEntry
from wallet.bank.files.recognised import read_bank_file
from wallet.bank.files.unusable import Unusable

OCR = "1234574"
DAY = date(2026, 11, 20)


def entries(content: bytes) -> list[BankEntry]:
    return [entry for statement in read_bank_file(content) for entry in statement.entries]


def refused(content: bytes) -> str:
    with pytest.raises(Unusable) as caught:
        read_bank_file(content)
    return caught.value.code


@pytest.mark.parametrize("version", ["02", "08", "13"])
@pytest.mark.parametrize("kind", ["053", "054"])
def test_a_camt_file_tells_amount_reference_payer_and_day_whatever_its_version(kind: str, version: str) -> None:
    (entry,) = entries(camt([camt_entry("625.00", OCR)], kind=kind, version=version))
    assert (entry.amount.amount, entry.amount.currency, entry.reference) == (Decimal("625.00"), "SEK", OCR)
    assert (entry.payer, entry.booked_on, entry.reversal) == ("Norrsken Bygg & Spår AB", DAY, False)


def test_a_sum_of_many_payments_is_told_payment_by_payment_and_must_add_up() -> None:
    two = camt_entry("1250.00", OCR, parts=["625.00", "625.00"])
    assert [entry.amount.amount for entry in entries(camt([two]))] == [Decimal("625.00")] * 2
    assert len({entry.key for entry in entries(camt([two]))}) == 2
    assert refused(camt([camt_entry("1250.00", OCR, parts=["625.00", "624.00"])])) == "bank-file.sums-differ"


def test_a_payment_taken_back_is_negative_and_a_pending_one_is_not_there_yet() -> None:
    back = camt_entry("625.00", OCR, direction="DBIT", reversal=True)
    (entry,) = entries(camt([back, camt_entry("99.00", "X", status="PDNG")]))
    assert (entry.amount.amount, entry.reversal) == (Decimal("-625.00"), True)


def test_the_same_payment_has_the_same_key_in_every_file_that_tells_of_it() -> None:
    notified = entries(camt([camt_entry("625.00", OCR, bank_reference="A1")], kind="054"))
    stated = entries(camt([camt_entry("5.00", "9"), camt_entry("625.00", OCR, bank_reference="A1")], kind="053"))
    assert notified[0].key == stated[1].key and stated[0].key != stated[1].key


def test_payments_that_say_the_same_without_a_bank_reference_stay_two() -> None:
    twins = [camt_entry("625.00", OCR), camt_entry("625.00", OCR)]
    keys = [entry.key for entry in entries(camt(twins))]
    assert len(set(keys)) == 2 and keys == [entry.key for entry in entries(camt(twins))]


def test_opening_entries_and_closing_must_agree() -> None:
    whole = camt([camt_entry("625.00", OCR)], balances=("100.00", "725.00"))
    assert len(entries(whole)) == 1
    assert refused(camt([camt_entry("625.00", OCR)], balances=("100.00", "725.01"))) == "bank-file.sums-differ"


def test_bgmax_tells_the_same_things() -> None:
    content = bgmax([("20", OCR, 62500, "000000000001"), ("20", "", 50000, "000000000002")], payer="Spår & Växel AB")
    first, second = entries(content)
    assert (first.amount.amount, first.reference, first.payer, first.booked_on) == (
        Decimal("625.00"),
        OCR,
        "Spår & Växel AB",
        DAY,
    )
    assert (first.account, second.text) == ("50501055", "Faktura 2026-00017") and first.key != second.key
    assert entries(content) == entries(content)


def test_signs_that_no_text_may_hold_are_blanks_and_the_payment_is_read() -> None:
    """Money that came in cannot be refused. 0x85 ends a line in Unicode, and none in a file of records."""
    fixed = bgmax([("20", OCR, 62500, "000000000001")], payer="Spår-Växel AB")
    (entry,) = entries(fixed.replace("Spår-".encode("iso-8859-1"), "Spår\x85".encode("iso-8859-1")))
    assert (entry.amount.amount, entry.payer) == (Decimal("625.00"), "Spår Växel AB")
    (entry,) = entries(camt([camt_entry("625.00", OCR)]).replace(b"Norrsken Bygg", b"Norrsken\xc2\x81Bygg"))
    assert entry.payer == "Norrsken Bygg & Spår AB"


def test_bgmax_deductions_take_back() -> None:
    paid, back = entries(bgmax([("20", OCR, 62500, "1"), ("21", OCR, 62500, "2")]))
    assert paid.amount.amount == -back.amount.amount and back.reversal


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bank-file.unknown-format"),
        (b"datum;belopp", "bank-file.unknown-format"),
        (b"<html/>", "bank-file.unknown-format"),
        (b"<Document", "bank-file.broken"),
        (camt([]).replace(b"<Document", b"<!DOCTYPE x [<!ENTITY a 'b'>]><Document"), "bank-file.broken"),
        (camt([camt_entry("six", OCR)]), "bank-file.broken"),
        (camt([camt_entry("-5.00", OCR)]), "bank-file.broken"),
        (camt([camt_entry("NaN", OCR)]), "bank-file.broken"),
        (camt([camt_entry("5.00", OCR)])[:-80], "bank-file.broken"),
        (bgmax([("20", OCR, 62500, "1")], end=False), "bank-file.truncated"),
        (bgmax([("20", OCR, 62500, "1")], sum_off=1), "bank-file.sums-differ"),
        (bgmax([("20", OCR, 62500, "1")], count_off=1), "bank-file.counts-differ"),
        (bgmax([("20", OCR, 62500, "1")], mark="T"), "bank-file.is-a-test"),
        (bgmax([("99", OCR, 62500, "1")]), "bank-file.broken"),
        (b"01BGMAX".ljust(80) + b"\n20" + b"1" * 78, "bank-file.broken"),
        (b"<" + b" " * 20_000_000, "bank-file.too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_relied_on_is_refused_as_a_whole(content: bytes, code: str) -> None:
    assert refused(content) == code
