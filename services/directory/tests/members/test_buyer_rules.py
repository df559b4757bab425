"""What a buyer may ask of the references on its invoices."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from directory_stories import joined, rehearsal

from contracts.directory import v1 as facts
from contracts.portal import v1 as portal
from contracts.values import ReferenceRule

INFRANORD = (
    ReferenceRule("order_number", True, ("^AO[0-9]{5,7}$",), "AO", "AO12345", {"sv": "Arbetsordernummer"}),
    ReferenceRule("buyer_reference", True, ("^([A-Za-z0-9]{4}|[0-9]{5})$",), example="AB12"),
    ReferenceRule("reference_person", True),
    ReferenceRule("payment_reference", True),
)


def rules_set(buyer: UUID, *rules: ReferenceRule) -> portal.BuyerRulesSet:
    return portal.BuyerRulesSet(company=buyer, person=uuid4(), rules=rules, valid_from=date(2026, 12, 1))


def pattern(text: str) -> ReferenceRule:
    return ReferenceRule("order_number", patterns=(text,))


@pytest.mark.req("S3-59", "S3-60", "S3-62")
async def test_rules_are_told_whole_and_each_version_counts_up() -> None:
    directory = rehearsal()
    buyer = await joined(directory, "Infrabana")
    (first,) = await directory.hear(rules_set(buyer, *INFRANORD))
    (second,) = await directory.hear(rules_set(buyer))
    assert isinstance(first, facts.BuyerRulesChanged) and isinstance(second, facts.BuyerRulesChanged)
    assert (first.version, first.rules, first.valid_from) == (1, INFRANORD, date(2026, 12, 1))
    assert (second.version, second.rules) == (2, ()), "a buyer may ask for nothing again"


@pytest.mark.parametrize(
    "text", [r"^\d+$", "A?B?C?", "^(PO|AO)-[0-9]{1,10}$", "[*+(]{2}", r"^\(\d{2}\)$", "a{2,}b", "x+?y"]
)
async def test_plain_patterns_are_accepted(text: str) -> None:
    directory = rehearsal()
    (told,) = await directory.hear(rules_set(await joined(directory, "Infrabana"), pattern(text)))
    assert isinstance(told, facts.BuyerRulesChanged)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("AO[0-9", "buyer-rules.pattern-malformed"),
        ("(AO", "buyer-rules.pattern-malformed"),
        ("a{99999999999999999999}", "buyer-rules.pattern-malformed"),
        ("A" * 201, "buyer-rules.pattern-too-long"),
        ("(a+)+$", "buyer-rules.pattern-too-costly"),
        ("(a|a)*$", "buyer-rules.pattern-too-costly"),
        ("(?:a?){30}b", "buyer-rules.pattern-too-costly"),
        (r"(\d+)-\1", "buyer-rules.pattern-too-costly"),
        ("(?=a)b", "buyer-rules.pattern-too-costly"),
        (r"\d*\d*\d*x", "buyer-rules.pattern-too-costly"),
        ("(a|a)" * 20, "buyer-rules.pattern-too-costly"),
    ],
)
async def test_a_pattern_that_cannot_be_trusted_is_refused(text: str, code: str) -> None:
    directory = rehearsal()
    buyer = await joined(directory, "Infrabana")
    (told,) = await directory.hear(rules_set(buyer, pattern(text)))
    assert isinstance(told, facts.BuyerRulesRefused)
    assert (told.code, told.details["reference"]) == (code, "order_number")


async def test_too_many_rules_are_refused() -> None:
    directory = rehearsal()
    buyer = await joined(directory, "Infrabana")
    (many,) = await directory.hear(rules_set(buyer, *[ReferenceRule("order_number")] * 11))
    assert isinstance(many, facts.BuyerRulesRefused) and many.code == "buyer-rules.too-many"
    (twice,) = await directory.hear(rules_set(buyer, pattern("A"), pattern("B")))
    assert isinstance(twice, facts.BuyerRulesRefused) and twice.code == "buyer-rules.reference-twice"
    (wide,) = await directory.hear(rules_set(buyer, ReferenceRule("order_number", patterns=("A",) * 11)))
    assert isinstance(wide, facts.BuyerRulesRefused) and wide.code == "buyer-rules.too-many-patterns"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (ReferenceRule("order_number", patterns=("AO[0-9]{5}",), example="AO1"), "buyer-rules.example-fails"),
        (ReferenceRule("order_number", words={"sv": "x" * 501}), "buyer-rules.words-too-long"),
        (ReferenceRule("order_number", words={"tlh": "nuqneH"}), "buyer-rules.words-language-unknown"),
    ],
)
async def test_what_would_mislead_a_supplier_is_refused(rule: ReferenceRule, code: str) -> None:
    directory = rehearsal()
    (told,) = await directory.hear(rules_set(await joined(directory, "Infrabana"), rule))
    assert isinstance(told, facts.BuyerRulesRefused) and told.code == code


async def test_who_is_no_member_sets_no_rules() -> None:
    (told,) = await rehearsal().hear(rules_set(uuid4(), *INFRANORD))
    assert isinstance(told, facts.BuyerRulesRefused) and told.code == "buyer-rules.not-a-member"
