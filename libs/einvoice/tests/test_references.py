"""A buyer's demands on references: Infranord's, as they were told to its suppliers."""

import time

import msgspec
import pytest

from einvoice.examples import swedish
from einvoice.model import Attachment
from einvoice.reference_patterns import pattern_problem, rules_problems
from einvoice.references import (
    Alternative,
    BuyerRules,
    FieldRule,
    ReferenceFinding,
    References,
    check,
    infranord,
    references_of,
)

ALL_RIGHT = References(
    purchase_order="AO12345",
    buyer_reference="AB12",
    payment_reference="10017",
    reference_person="Anna Berg",
    attachment_types=("application/pdf",),
)


def findings(**changes: object) -> list[ReferenceFinding]:
    return check(infranord(), msgspec.structs.replace(ALL_RIGHT, **changes))


def test_an_invoice_with_all_that_infranord_demands_has_no_findings() -> None:
    assert check(infranord(), ALL_RIGHT) == []
    assert check(infranord(), references_of(swedish())) == []


@pytest.mark.parametrize("number", ["AO12345", "AO123456", "AO1234567"])
def test_a_work_order_number_is_ao_and_five_to_seven_digits(number: str) -> None:
    assert findings(purchase_order=number) == []


@pytest.mark.parametrize("number", ["AO1234", "AO12345678", "AOX", "AO"])
def test_what_begins_with_ao_and_is_no_work_order_number_is_refused(number: str) -> None:
    (finding,) = findings(purchase_order=number)
    assert (finding.level, finding.code, finding.term) == ("error", "reference.form", "BT-13")
    assert finding.examples == ("AO1234567",)
    assert "arbetsordernummer" in finding.words["sv"]
    assert finding.correction is None


@pytest.mark.parametrize("number", ["1234567", "4500-123/7", "PO 77"])
def test_anything_else_is_a_purchase_order_number_and_passes_with_a_remark(number: str) -> None:
    (finding,) = findings(purchase_order=number)
    assert (finding.level, finding.code) == ("remark", "reference.remark")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("ao12345", "AO12345"), (" AO12345 ", "AO12345"), ("AO 12345", "AO12345"), (" 4500 x ", "4500 x")],
)
def test_a_correction_is_offered_and_never_made_silently(typed: str, offered: str) -> None:
    (finding,) = findings(purchase_order=typed)
    assert (finding.level, finding.correction) == ("error", offered)
    assert [found for found in findings(purchase_order=offered) if found.level == "error"] == []


@pytest.mark.parametrize(
    ("reference", "passes"),
    [("AB12", True), ("1234", True), ("12345", True), ("123456", False), ("ABC", False), ("AB123", False)],
)
def test_a_resource_id_is_four_characters_or_five_digits(reference: str, passes: bool) -> None:
    assert (findings(buyer_reference=reference) == []) is passes


def test_every_reference_is_mandatory_but_a_payment_reference_is_made_when_it_is_left_blank() -> None:
    found = {finding.field: (finding.level, finding.code) for finding in check(infranord(), References())}
    assert found == {
        "purchase_order": ("error", "reference.missing"),
        "payment_reference": ("remark", "reference.generated"),
        "buyer_reference": ("error", "reference.missing"),
        "reference_person": ("error", "reference.missing"),
    }


def test_a_payment_reference_is_an_ocr_number_without_spaces() -> None:
    (wrong,) = findings(payment_reference="10018")
    assert wrong.code == "reference.check-digit"
    (spaced,) = findings(payment_reference="100 17")
    assert (spaced.code, spaced.correction) == ("reference.spaces", "10017")


def test_the_orderer_is_told_by_first_and_last_name() -> None:
    assert findings(reference_person="Anna-Lisa von Berg") == []
    (finding,) = findings(reference_person="Anna")
    assert finding.term == "BT-56"


def test_attachments_are_pdf_only() -> None:
    attached = msgspec.structs.replace(swedish(), attachments=(Attachment(id="1", mime="image/png", content=b"x"),))
    (finding,) = check(infranord(), references_of(attached))
    assert (finding.field, finding.code) == ("attachments", "attachment.type")


def test_a_buyer_without_demands_takes_anything() -> None:
    assert check(BuyerRules(version=1), References()) == []
    assert check(BuyerRules(version=1), ALL_RIGHT) == []


def test_rules_travel_as_json_with_their_version() -> None:
    document = msgspec.json.encode(infranord())
    assert msgspec.json.decode(document, type=BuyerRules) == infranord()
    assert infranord().version == 1
    assert rules_problems(infranord()) == {}


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("AO[0-9]{5,7}", None),
        (r"\d{4}|[A-Z*+]{2}\+\d*", None),
        ("(a+)+", "pattern.group"),
        ("(?=a)a", "pattern.group"),
        (r"(a)\1", "pattern.back-reference"),
        ("a?a?a?a?aaaa", "pattern.repeats"),
        ("(", "pattern.not-a-pattern"),
        ("a" * 101, "pattern.length"),
    ],
)
def test_a_buyers_pattern_is_accepted_only_when_it_cannot_take_long(pattern: str, problem: str | None) -> None:
    assert pattern_problem(pattern) == problem


def test_the_worst_accepted_pattern_meets_the_longest_value_in_no_time() -> None:
    worst = Alternative(name="worst", pattern=".*.*.*x")
    rules = BuyerRules(version=1, purchase_order=FieldRule(alternatives=(worst,)))
    started = time.process_time()
    assert check(rules, References(purchase_order="a" * 200))
    assert time.process_time() - started < 1.0
    (finding,) = check(rules, References(purchase_order="a" * 201))
    assert finding.code == "reference.length"
