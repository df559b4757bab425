"""The examples: valid by every layer, read back as they were written, and between them every business term."""

from pathlib import Path

import msgspec
import pytest
from business_term_table import EXAMPLES, PAGE, TOTALS, examples, examples_of, model_fields, table, used_fields

from einvoice.command_line import main
from einvoice.model import Invoice, from_json
from einvoice.rules.validation import ALL_LAYERS, validate
from einvoice.sums import Totals
from einvoice.terms import all_terms
from einvoice.ubl.reader import read
from einvoice.ubl.writer import build

NAMES = sorted(examples())
SELLERS_ALONE = {"buyer.tax_registration", "buyer.legal_form"}
"""BT-32 and BT-33 are of the seller; a buyer has neither."""
VAT_CATEGORIES = {"S", "Z", "E", "AE", "K", "G", "O", "L", "M"}
SUBORDINATE = {
    "payment_means.card_network",  # UBL's own
    "vat_exemptions.category",  # BT-118, which the VAT breakdown has
    "attachments.mime",  # BT-125-1
    "attachments.filename",  # BT-125-2
    "lines.item.classifications.code",  # BT-158 itself
    "lines.item.classifications.list_id",  # BT-158-1
    "lines.item.classifications.list_version",  # BT-158-2
}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_built_valid_by_every_layer_and_read_back_equal(name: str, tmp_path: Path) -> None:
    source, xml, again = EXAMPLES / f"{name}.json", tmp_path / "a.xml", tmp_path / "b.json"
    assert main(["build", str(source), "-o", str(xml)]) == 0
    report = validate(xml.read_bytes())
    assert report.findings == ()
    assert [(run.name, run.state) for run in report.layers] == [(layer, "passed") for layer in ALL_LAYERS]
    assert main(["read", str(xml), "-o", str(again)]) == 0
    assert from_json(again.read_bytes()) == from_json(source.read_bytes())
    assert read(xml.read_bytes()).unknown == ()


@pytest.mark.parametrize("country", ["SE", "DK", "NO", "FI"])
def test_each_country_has_an_invoice_and_a_credit_note(country: str) -> None:
    sellers = [
        invoice.is_credit_note
        for invoice in examples().values()
        if invoice.seller.address and invoice.seller.address.country == country
    ]
    assert set(sellers) == {True, False}


def test_no_field_of_the_model_is_left_unused_by_all_examples() -> None:
    used = {path for invoice in examples().values() for path in used_fields(invoice)}
    assert set(model_fields()) - used == SELLERS_ALONE


def test_every_vat_category_is_in_a_lawful_combination() -> None:
    lines = {line.vat.code for invoice in examples().values() for line in invoice.lines}
    assert lines == VAT_CATEGORIES


def test_every_term_of_the_standard_is_used_and_is_a_field_of_the_model() -> None:
    fields = set(model_fields()) | {f"{TOTALS}"} | set(model_fields(Totals, f"{TOTALS}."))
    assert [term for term in all_terms() if term.field not in fields] == []
    assert [term for term in all_terms() if not examples_of(term)] == []


def test_every_field_of_the_model_is_a_term_of_the_standard_or_said_to_be_none() -> None:
    named = {term.field for term in all_terms()}
    groups = {path.rpartition(".")[0] for path in model_fields()}
    leaves = set(model_fields()) - groups
    told = {path for path in leaves if path.rpartition(".")[2] not in ("scheme", "value")}
    assert told - named - SELLERS_ALONE == SUBORDINATE


def test_an_exemption_without_a_reason_is_refused_by_the_official_rules() -> None:
    invoice: Invoice = msgspec.structs.replace(examples()["dk-invoice"], vat_exemptions=())
    assert {finding.rule for finding in validate(build(invoice), ("en16931",)).findings} == {"BR-E-10"}


def test_the_page_of_business_terms_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == table(), "run python libs/einvoice/tests/business_term_table.py"
