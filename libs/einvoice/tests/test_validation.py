"""The official verdicts: each document of the collection, valid or not, by the rules that must fire."""

import csv
import json
from pathlib import Path

import msgspec
import pytest

from einvoice.examples import swedish
from einvoice.rules import validation
from einvoice.rules.findings import Report
from einvoice.rules.validation import LAYERS, Layer, validate
from einvoice.ubl.writer import build

DATA = Path(__file__).parent / "data"
with (DATA / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
    EXPECTED = list(csv.reader(table, delimiter="\t"))[1:]


def rules_of(report: Report, level: str) -> set[str]:
    return {finding.rule for finding in report.findings if finding.level == level}


def test_every_document_of_the_collection_has_a_verdict_to_hold_to() -> None:
    assert {row[0] for row in EXPECTED} == {str(path.relative_to(DATA)) for path in DATA.glob("*/*.xml")}
    assert len(EXPECTED) == 46


@pytest.mark.parametrize(("file", "verdict", "rules"), EXPECTED, ids=[row[0] for row in EXPECTED])
def test_the_verdict_and_the_rules_are_those_of_the_official_artefacts(file: str, verdict: str, rules: str) -> None:
    report = validate((DATA / file).read_bytes())
    warned = {rule.removesuffix(" (warning)") for rule in rules.split(",") if rule.endswith("(warning)")}
    fatal = {rule for rule in rules.split(",") if rule and not rule.endswith("(warning)")}
    assert report.valid is (verdict == "valid")
    assert fatal <= rules_of(report, "fatal")
    assert warned <= rules_of(report, "warning")
    assert report.complete
    assert all(finding.text and finding.where.startswith("/") for finding in report.findings)


def test_our_own_invoice_passes_every_layer_without_a_word() -> None:
    report = validate(build(swedish()))
    assert report.valid
    assert report.findings == ()
    assert [(run.name, run.version) for run in report.layers] == [
        ("xsd", "2.1"),
        ("en16931", "1.3.16"),
        ("peppol", "mock-einvoice 0.4.0 (3.0.21)"),
        ("nordic", "1"),
    ]


def test_our_own_credit_note_passes_too() -> None:
    credit = msgspec.structs.replace(swedish(), number="1002", type_code="381")
    assert validate(build(credit)).findings == ()


def test_a_finding_says_where_and_about_which_term() -> None:
    report = validate((DATA / "derived/taxincl-off.xml").read_bytes(), ("en16931",))
    (finding,) = [finding for finding in report.findings if finding.rule == "BR-CO-16"]
    assert (finding.where, finding.term, finding.layer) == ("/Invoice/cac:LegalMonetaryTotal", "BT-115", "en16931")
    assert finding.text.startswith("Amount due for payment (BT-115) = ")


def test_rules_behind_a_failed_schema_are_not_reached_and_do_not_count_as_passed() -> None:
    report = validate((DATA / "derived/element-order-xsd.xml").read_bytes())
    assert [run.state for run in report.layers] == ["failed", "not reached", "not reached", "not reached"]
    assert not report.valid


def test_only_the_layers_that_are_asked_for_run_after_the_schema() -> None:
    report = validate((DATA / "derived/orgnr-luhn.xml").read_bytes(), ("en16931",))
    assert [run.name for run in report.layers] == ["xsd", "en16931"]
    assert report.valid


class BrokenRules:
    """An engine that cannot start."""

    def __init__(self) -> None:
        raise FileNotFoundError("the rules are missing")


def test_a_layer_that_could_not_run_is_said_and_never_counts_as_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tuple(Layer("peppol", BrokenRules) if layer.name == "peppol" else layer for layer in LAYERS)
    monkeypatch.setattr(validation, "LAYERS", broken)
    report = validate(build(swedish()))
    assert not report.valid
    assert not report.complete
    told = json.loads(report.as_json("a.xml"))
    assert told["not_run"] == {"peppol": "FileNotFoundError: the rules are missing"}
    assert set(told["layers"]) == {"xsd", "en16931", "nordic"}
    assert [run.name for run in validation.warm_up()] == ["peppol"]
