"""What few invoices have is judged while it is written, at its place and in the reader's language, not at Send."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from invoicing_stories import Desk

from contracts.draft_parts import DraftAllowance, DraftPayee, DraftPreceding, VatReason
from contracts.invoicing import v1 as told
from contracts.values import Address, BankAccount, DraftCharge, DraftLine
from einvoice.drafts import RATE
from invoicing.drafts.rare_words import WORDS
from invoicing.drafts.vat import ACCOUNTED_IN

NONE = Decimal(0)
IBAN = BankAccount("iban", "SE45 5000 0000 0583 9825 7466", bic="ESSESESS")
LANGUAGES = {"sv", "da", "nb", "fi", "en"}


def judged(fact: Any, level: str = "error") -> list[tuple[str, str]]:
    """The rules that a draft does not keep, and where."""
    assert isinstance(fact, told.InvoiceDrafted)
    return [(one.rule, one.where) for one in fact.findings if one.level == level]


@pytest.mark.parametrize(
    ("changes", "rule", "where"),
    [
        ({"allowances": (DraftAllowance("", "", Decimal(5)),)}, "BR-33", "allowances/0/reason"),
        ({"allowances": (DraftAllowance("", "FC", Decimal(5)),)}, "BR-CL-19", "allowances/0/reason_code"),
        ({"allowances": (DraftAllowance("Rabatt", "95", Decimal(-5)),)}, "allowance.negative", "allowances/0/amount"),
        (
            {"allowances": (DraftAllowance("Rabatt", percent=NONE),)},
            "allowance.percent",
            "allowances/0/percent",
        ),
        ({"charges": (DraftCharge("95", "Frakt", Decimal(5), Decimal(25)),)}, "BR-CL-20", "charges/0/reason_code"),
        ({"period_from": date(2026, 11, 2), "period_until": date(2026, 11, 1)}, "BR-29", "period_until"),
        ({"preceding_invoices": (DraftPreceding(" "),)}, "BR-55", "preceding_invoices/0/number"),
        ({"delivery_location": "7300009000001"}, "PEPPOL-COMMON-R040", "delivery_location"),
        ({"delivery_address": Address("", "", "", "", "XX")}, "BR-CL-14", "delivery_address/country"),
        ({"other_accounts": (uuid4(),)}, "BG-17", "other_accounts/0"),
        ({"currency": "EUR", "vat_currency": "SEK", "exchange_rate": Decimal(11)}, "account.currency", "account"),
        ({"vat_currency": "SEK"}, "PEPPOL-EN16931-R005", "vat_currency"),
        ({"vat_currency": "DKK"}, "vat-currency.rate", "exchange_rate"),
        ({"vat_currency": "kronor"}, "BR-CL-05", "vat_currency"),
        ({"vat_reasons": (VatReason("E", "VATEX-EU-NO"),)}, "BR-CL-22", "vat_reasons/0/code"),
        ({"vat_reasons": (VatReason("S", reason="x"),)}, "BR-CL-18", "vat_reasons/0/category"),
        ({"prepaid": Decimal("NaN")}, "figure.out-of-range", "prepaid"),
    ],
)
async def test_what_is_wrong_on_the_whole_is_pointed_at(
    desk: Desk, changes: dict[str, Any], rule: str, where: str
) -> None:
    whole = desk.draft(**changes)
    allowances = tuple(replace(one, vat_rate=Decimal(25)) for one in whole.allowances)
    (fact,) = await desk.save(replace(whole, allowances=allowances))
    assert judged(fact) == [(rule, where)]


@pytest.mark.parametrize(
    ("changes", "rule", "where"),
    [
        ({"price_quantity": NONE}, "PEPPOL-EN16931-R121", "price_quantity"),
        ({"gross_price": Decimal(900)}, "PEPPOL-EN16931-R046", "gross_price"),
        ({"gtin": "7350053850018"}, "item.gtin", "gtin"),
        ({"unit": "styck"}, "BR-CL-23", "unit"),
        ({"origin_country": "Sverige"}, "BR-CL-15", "origin_country"),
        ({"period_from": date(2026, 11, 2), "period_until": date(2026, 11, 1)}, "BR-30", "period_until"),
        ({"allowances": (DraftAllowance(amount=Decimal(1)),)}, "BR-33", "allowances/0/reason"),
        ({"charges": (DraftAllowance("Tull", amount=Decimal(-1)),)}, "charge.negative", "charges/0/amount"),
        ({"quantity": Decimal(-10)}, "invoice.negative", ""),
        ({"vat_category": "G", "vat_rate": Decimal(5)}, "vat.rate-not-zero", "vat_rate"),
        ({"vat_category": "K", "vat_rate": NONE}, "BR-IC-11", "vat_category"),
    ],
)
async def test_what_is_wrong_on_a_line_is_pointed_at(
    desk: Desk, changes: dict[str, Any], rule: str, where: str
) -> None:
    whole = desk.draft()
    (fact,) = await desk.save(replace(whole, lines=(replace(whole.lines[0], **changes),)))
    assert judged(fact) == [(rule, f"lines/0/{where}" if where else "lines")]


@pytest.mark.parametrize(
    ("country", "rate", "day", "rule"),
    [
        ("FI", "13.5", date(2026, 11, 20), ""),
        ("FI", "13.5", date(2025, 12, 31), "vat-rate.unknown"),
        ("FI", "14", date(2025, 12, 31), ""),
        ("FI", "14", date(2026, 1, 1), "vat-rate.unknown"),
        ("NO", "11.11", date(2026, 11, 20), ""),
        ("NO", "12", date(2026, 11, 20), ""),
        ("NO", "6", date(2021, 9, 30), ""),
        ("NO", "6", date(2026, 11, 20), "vat-rate.unknown"),
        ("SE", "12", date(2026, 3, 31), ""),
        ("SE", "6", date(2026, 4, 1), ""),
        ("DK", "12", date(2026, 11, 20), "vat-rate.unknown"),
    ],
)
async def test_a_rate_that_was_right_on_the_day_of_supply_is_right(
    country: str, rate: str, day: date, rule: str
) -> None:
    """The day is that of the delivery. Siblings: a tax point date comes before it, and the invoice date after it."""
    desk = Desk()
    await desk.register(desk.supplier, "5567037485", "Nordbygg AB", vat="SE556703748501", country=country)
    line = DraftLine("Vara", Decimal(1), "C62", Decimal(100), Decimal(rate))
    for days in ({"delivery_date": day}, {"tax_point_date": day, "delivery_date": date(2026, 11, 21)}):
        (fact,) = await desk.save(desk.draft(lines=(line,), **days))
        assert [found for found, where in judged(fact) if where == "lines/0/vat_rate"] == ([rule] if rule else [])


async def test_what_is_outside_vat_stands_alone(desk: Desk) -> None:
    """BR-O-11 to BR-O-14. Siblings: beside a line, a charge or an allowance of another category."""
    outside = DraftLine("Skadestånd", Decimal(1), "C62", Decimal(500), NONE, vat_category="O")
    freight = DraftCharge("FC", "Frakt", Decimal(5), Decimal(25))
    for beside in ({"lines": (outside, desk.draft().lines[0])}, {"lines": (outside,), "charges": (freight,)}):
        (fact,) = await desk.save(desk.draft(**beside))
        assert judged(fact) == [("BR-O-11", "lines/0/vat_category")]


@pytest.mark.parametrize("category", ["Z", "G"])
async def test_a_seller_without_a_vat_number_has_no_zero_rate_and_no_export(category: str) -> None:
    small = Desk()
    await small.register(small.supplier, "5567037485", "Liten AB")
    line = DraftLine("Vara", Decimal(1), "C62", Decimal(100), NONE, vat_category=category)
    (fact,) = await small.save(small.draft(lines=(line,)))
    assert (f"BR-{category}-02", "lines/0/vat_category") in judged(fact)


async def test_vat_in_another_currency_is_missed_and_stops_nothing_while_it_can_be_told(desk: Desk) -> None:
    """Directive 2006/112/EC, article 230. Siblings: nothing is missed where no VAT is charged."""
    await desk.confirm_account(IBAN)
    (fact,) = await desk.save(desk.draft(currency="EUR"))
    assert (judged(fact), judged(fact, "warning")) == ([], [("vat-currency.rate", "vat_currency")])
    export = DraftLine("Vara", Decimal(1), "C62", Decimal(100), NONE, vat_category="G")
    (free,) = await desk.save(desk.draft(currency="EUR", lines=(export,)))
    assert judged(free, "warning") == []
    assert ACCOUNTED_IN == {"SE": "SEK", "DK": "DKK", "NO": "NOK", "FI": "EUR"}


@pytest.mark.parametrize("kind", ["bankgiro", "plusgiro"])
@pytest.mark.parametrize("currency", ["EUR", "DKK", "NOK"])
async def test_a_giro_takes_kronor_alone(desk: Desk, kind: Any, currency: str) -> None:
    number = "991-2346" if kind == "bankgiro" else "410 54 68-5"
    await desk.confirm_account(BankAccount(kind, number))
    (fact,) = await desk.save(desk.draft(currency=currency))
    assert judged(fact) == [("account.currency", "account")]
    assert isinstance(fact, told.InvoiceDrafted)
    assert ["IBAN" in one.text for one in fact.findings if one.level == "error"] == [True]


async def test_sums_of_a_draft_show_its_allowances(desk: Desk) -> None:
    allowance = DraftAllowance("Bonus", percent=Decimal(10), vat_rate=Decimal(25))
    (fact,) = await desk.save(desk.draft(allowances=(allowance,), prepaid=Decimal(100)))
    assert isinstance(fact, told.InvoiceDrafted) and fact.sums
    assert [str(one.amount) for one in fact.sums.allowances] == ["950.00"]
    assert (str(fact.net.amount), str(fact.payable.amount)) == ("8550.00", "10587.50")


async def test_who_is_paid_and_who_takes_delivery_are_sealed_in_the_store(desk: Desk) -> None:
    """They can be persons. Siblings: the reference persons, which were sealed already."""
    written = desk.draft(payee=DraftPayee("Åsa Öst", "8001019876"), delivery_name="Bo Ek")
    invoice = await desk.saved(written)
    stored = b"".join(row.state for row in desk.invoicing.store.rows)
    for secret in ("Åsa Öst", "8001019876", "Bo Ek"):
        assert secret.encode() not in stored
    assert (await desk.state(invoice)).draft == written


def test_each_sentence_is_there_in_all_five_languages() -> None:
    for words in (*WORDS.values(), RATE):
        assert set(words) == LANGUAGES and all(words.values())
