"""A buyer's rule as a form writes it judges as the buyer's own document does."""

import pytest

from einvoice.reference_forms import WrittenRule, field_rule, written_rules
from einvoice.references import BuyerRules, References, check, infranord

LANGUAGES = {"sv", "da", "nb", "fi", "en"}


def as_a_form_has_it() -> BuyerRules:
    rules = written_rules(infranord())
    fields = {
        name: field_rule(
            **rule._asdict(),
            remark="a purchase order number",
            check_digit="ocr" if name == "payment_reference" else None,
            generated_when_blank=name == "payment_reference",
        )
        for name, rule in rules.items()
    }
    return BuyerRules(version=1, **fields)  # type: ignore[arg-type]


def test_the_ready_example_is_four_rules_in_five_languages() -> None:
    rules = written_rules(infranord())
    assert set(rules) == {"purchase_order", "buyer_reference", "payment_reference", "reference_person"}
    assert all(rule.mandatory and set(rule.words) == LANGUAGES for rule in rules.values())
    assert rules["purchase_order"][:4] == (True, ("AO[0-9]{5,7}",), "AO", "AO1234567")
    assert rules["buyer_reference"].patterns == ("[A-Za-z0-9]{4}", "[0-9]{5}")


@pytest.mark.req("S3-60", "S3-62", "S3-63", "D-03")
@pytest.mark.parametrize(
    ("order", "resource", "person"),
    [
        ("AO12345", "AB12", "Anna Berg"),
        ("AO1234567", "12345", "Anna Maria Berg"),
        ("AO1234", "AB12", "Anna Berg"),
        ("AO12345678", "123456", "Anna"),
        ("4500012345", "ABC", ""),
        ("", "", "Anna Berg"),
        ("ao12345", "AB 1", "Anna Berg"),
    ],
)
def test_form_and_document_judge_alike(order: str, resource: str, person: str) -> None:
    typed = References(purchase_order=order, buyer_reference=resource, reference_person=person, payment_reference=None)
    ours, theirs = check(as_a_form_has_it(), typed), check(infranord(), typed)
    assert [(one.field, one.level) for one in ours] == [(one.field, one.level) for one in theirs]


def test_a_prefix_without_a_pattern_refuses_whatever_begins_so() -> None:
    rule = WrittenRule(False, (), "X", "", {})
    rules = BuyerRules(version=1, purchase_order=field_rule(**rule._asdict(), remark="other"))
    assert [one.level for one in check(rules, References(purchase_order="X1"))] == ["error"]
    assert [one.level for one in check(rules, References(purchase_order="Y1"))] == ["remark"]
