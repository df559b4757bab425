"""Five languages that say the same things, each in its own figures."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from einvoice.pdf.text import PX, REGULAR, face
from einvoice.pdf.words import LANGUAGES, clean, words

CATALOGUE = tomllib.loads((Path(__file__).parents[1] / "einvoice" / "templates" / "labels.toml").read_text("utf-8"))

REFERENCE_LABEL_WIDTH = 102.0
"""27 mm in CSS pixels: `.refs th` in templates/invoice.css."""


@pytest.mark.parametrize("part", ["labels", "units", "countries"])
def test_no_language_lacks_a_word_that_another_has(part: str) -> None:
    assert set(CATALOGUE[part]) == set(LANGUAGES)
    assert len({frozenset(CATALOGUE[part][language]) for language in LANGUAGES}) == 1
    assert all(word.strip() for language in LANGUAGES for word in CATALOGUE[part][language].values())


@pytest.mark.parametrize(
    ("language", "amount", "home", "abroad", "percent", "day"),
    [
        ("sv", "-1 234 567,89", "68 970,00 kr", "5,00 DKK", "25,5 %", "2026-11-05"),
        ("da", "-1.234.567,89", "68.970,00 kr.", "5,00 SEK", "25,5 %", "05.11.2026"),
        ("nb", "-1 234 567,89", "68 970,00 kr", "5,00 SEK", "25,5 %", "05.11.2026"),
        ("fi", "-1 234 567,89", "68 970,00 €", "5,00 SEK", "25,5 %", "05.11.2026"),
        ("en", "-1,234,567.89", "€68,970.00", "SEK 5.00", "25.5%", "5 Nov 2026"),
    ],
)
def test_figures_are_written_as_each_language_writes_them(
    language: str, amount: str, home: str, abroad: str, percent: str, day: str
) -> None:
    say = words(language)
    currency = {"sv": "SEK", "da": "DKK", "nb": "NOK", "fi": "EUR", "en": "EUR"}[language]
    foreign = "DKK" if language == "sv" else "SEK"

    assert say.amount(Decimal("-1234567.89")).replace("\u00a0", " ") == amount
    assert say.money(Decimal(68970), currency).replace("\u00a0", " ") == home
    assert say.money(Decimal(5), foreign).replace("\u00a0", " ") == abroad
    assert say.percent(Decimal("25.50")).replace("\u00a0", " ") == percent
    assert say.day(date(2026, 11, 5)) == day


def test_prices_and_quantities_keep_their_own_decimals() -> None:
    say = words("sv")

    assert say.price(Decimal("1.23456")) == "1,23456"
    assert say.price(Decimal("10")) == "10,00"
    assert say.price(Decimal("1E+3")).replace("\u00a0", " ") == "1 000,00"
    assert say.quantity(Decimal("48.000")) == "48"
    assert say.quantity(Decimal("100")) == "100"
    assert say.quantity(Decimal("-0.500")) == "-0,5"


def test_a_unit_or_country_outside_the_catalogue_is_shown_by_its_code() -> None:
    assert words("sv").unit("H87") == "st"
    assert words("sv").unit("4O") == "4O"
    assert words("fi").country("JP") == "JP"


def test_one_of_a_unit_is_named_so() -> None:
    assert [words("da").unit("DAY", Decimal(quantity)) for quantity in ("1", "1.00", "1.5", "2")] == [
        "dag",
        "dag",
        "dage",
        "dage",
    ]
    assert words("fi").unit("DAY", Decimal(1)) == "pv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_every_reference_fits_its_column(language: str) -> None:
    others = {"payee", "company_number", "vat_number", "tax_representative", "buyer", "seller", "references"}
    catalogue = list(words(language).labels)
    names = set(catalogue[catalogue.index("purchase_order") : catalogue.index("line")]) - others - {"delivery_to"}
    wide = {name: face(REGULAR).width(words(language)[name], 8.6 * PX) for name in names}
    assert {name: width for name, width in wide.items() if width > REFERENCE_LABEL_WIDTH} == {}


def test_invisible_characters_are_left_out_and_absurd_lengths_cut() -> None:
    assert clean("a\u202eb\u200bc\x00d\ne") == "abcd\ne"
    assert clean("x" * 500) == "x" * 399 + "…"
    assert clean(None) == ""
    assert clean("مرحبا") == "مرحبا"
