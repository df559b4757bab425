"""The network's own bookkeeping: every event a voucher that sums to nil, and the year as a SIE 4 file."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from wallet_stories import Shop

from wallet.accounting.sie import EARLIER_RESULT, Bookkeeper, Books, LedgerRow, books_of, written
from wallet.accounting.vouchers import CARD_COMPANY, CUSTOMERS, OUTPUT_VAT, UNUSED_CREDITS, money_balance, voucher_of

KEEPER = Bookkeeper('Stafett "Nät" AB', "556036-0793")
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


async def kronor(shop: Shop) -> dict[str, Decimal]:
    found = money_balance(await shop.wallet.events())
    assert sum(found.values()) == 0
    return {account: Decimal(ore) / 100 for account, ore in found.items() if ore}


async def test_sold_credits_are_owed_until_they_are_used_one_by_one(shop: Shop) -> None:
    await shop.buy(100)
    assert await kronor(shop) == {CARD_COMPANY: 250, UNUSED_CREDITS: -200, OUTPUT_VAT: -50}
    for _ in range(3):
        invoice = uuid4()
        await shop.ready(invoice)
        await shop.handed_over(invoice)
    assert await kronor(shop) == {CARD_COMPANY: 250, UNUSED_CREDITS: -194, OUTPUT_VAT: -50, "3001": -6}


async def test_what_is_paid_back_is_neither_owed_nor_taxed(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    await shop.wallet.act()
    await shop.report(order, "250.00")
    await shop.refund(order)
    assert await kronor(shop) == {}


async def test_a_chargeback_of_used_credits_is_a_claim_on_the_customer(shop: Shop) -> None:
    order = uuid4()
    await shop.order(order=order)
    await shop.report(order, "250.00")
    for _ in range(40):
        invoice = uuid4()
        await shop.ready(invoice)
        await shop.handed_over(invoice)
    await shop.charge_back(order, "250.00")
    assert await kronor(shop) == {CUSTOMERS: 100, OUTPUT_VAT: -20, "3001": -80}


@pytest.mark.parametrize(("country", "account"), [("DK", "3308"), ("NO", "3305")])
async def test_revenue_abroad_stands_on_its_own_account_without_vat(country: str, account: str) -> None:
    shop = Shop()
    await shop.join(country=country)  # type: ignore[arg-type]
    order, invoice = uuid4(), uuid4()
    await shop.order(order=order)
    await shop.report(order, "200.00")
    await shop.ready(invoice)
    await shop.handed_over(invoice)
    assert await kronor(shop) == {CARD_COMPANY: 200, UNUSED_CREDITS: -198, account: -2}


async def test_the_last_credit_of_an_odd_price_takes_what_is_left_of_it(shop: Shop) -> None:
    """Oldest first: what was given away for nothing is worth nothing, what was bought is worth its price."""
    await shop.put("support", 1)
    await shop.put("invoice", 100)
    order = uuid4()
    await shop.check_out(order, seen="640.63")
    await shop.report(order, "640.63")
    for _ in range(100):
        invoice = uuid4()
        await shop.ready(invoice)
        await shop.handed_over(invoice)
    assert await kronor(shop) == {
        CARD_COMPANY: Decimal("640.63"),
        UNUSED_CREDITS: Decimal("-312.50"),
        OUTPUT_VAT: Decimal("-128.13"),
        "3001": -200,
    }


# SIE 4.


async def rows_of(shop: Shop, day: date) -> list[LedgerRow]:
    vouchers = [voucher for event in await shop.wallet.events() if (voucher := voucher_of(event))]
    return [LedgerRow(day, voucher.text, row.account, row.amount) for voucher in vouchers for row in voucher.rows]


def read(content: bytes) -> dict[str, list[list[str]]]:
    """The records of a SIE file by their label; enough of a reader to check the sums with."""
    found: dict[str, list[list[str]]] = {}
    for line in content.decode("cp437").splitlines():
        if line.strip().startswith("#"):
            label, *rest = line.split()
            found.setdefault(label, []).append(rest)
    return found


async def test_a_year_is_written_so_that_every_voucher_and_every_balance_sums_to_nil(shop: Shop) -> None:
    await shop.buy(100)
    for _ in range(30):
        invoice = uuid4()
        await shop.ready(invoice)
        await shop.handed_over(invoice)
    rows = await rows_of(shop, date(2026, 11, 21))
    content = written(books_of(rows, *YEAR), KEEPER, date(2027, 1, 15))
    found = read(content)
    assert found["#SIETYP"] == [["4"]] and found["#FORMAT"] == [["PC8"]]
    assert found["#RAR"] == [["0", "20260101", "20261231"]]
    assert '#FNAMN "Stafett \\"Nät\\" AB"' in content.decode("cp437")
    assert len(found["#VER"]) == 2, "the day's thirty used credits are one voucher"
    assert sum(Decimal(row[-1]) for row in found["#TRANS"]) == 0
    ends = {row[1]: Decimal(row[2]) for row in (*found["#UB"], *found["#RES"])}
    assert sum(ends.values()) == 0 and ends["2970"] == Decimal("-140.00") and ends["3001"] == Decimal("-60.00")
    assert content.endswith(b"}\r\n")


async def test_what_was_booked_before_the_year_is_its_opening_balance(shop: Shop) -> None:
    await shop.buy(100)
    invoice = uuid4()
    await shop.ready(invoice)
    await shop.handed_over(invoice)
    books = books_of(await rows_of(shop, YEAR[0] - timedelta(days=1)), *YEAR)
    assert books.vouchers == [] and sum(books.opening.values()) == 0
    assert books.opening[EARLIER_RESULT] == Decimal("-2.00")
    assert Counter(read(written(books, KEEPER, YEAR[1])).keys())["#RES"] == 0


def test_books_that_do_not_balance_are_not_written() -> None:
    books = Books(*YEAR, {}, [(YEAR[0], "Fel", {"1930": Decimal("1.00")})])
    with pytest.raises(ValueError, match=r"off by 1\.00"):
        written(books, KEEPER, YEAR[1])


def test_a_text_adds_no_record_of_its_own() -> None:
    books = Books(*YEAR, {}, [(YEAR[0], 'Köp"\r\n#TRANS 1930 {} 5.00', {"1930": Decimal(1), "2970": Decimal(-1)})])
    assert len(read(written(books, KEEPER, YEAR[1]))["#TRANS"]) == 2
