"""A buyer's rule as a form writes it, a few patterns and a prefix, made into the alternatives that are judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from einvoice.references import Alternative, BuyerRules, CheckDigit, FieldRule

ANYTHING, NOTHING = r"[\s\S]+", r"[^\s\S]"
ORDER_FORM, OTHER_FORM = "form", "other"


class WrittenRule(NamedTuple):
    """One reference's rule: patterns of which one must match, and a prefix that only they may begin with."""

    mandatory: bool
    patterns: tuple[str, ...]
    refuse_prefix: str
    example: str
    words: dict[str, str]


def field_rule(
    *,
    mandatory: bool,
    patterns: Sequence[str],
    refuse_prefix: str,
    example: str,
    words: dict[str, str],
    remark: str,
    check_digit: CheckDigit | None = None,
    generated_when_blank: bool = False,
) -> FieldRule:
    """The rule as it is judged. With a prefix, what begins so must match, and all else passes with `remark` (D-03).

    A prefix in capitals counts in any case, and the correction is offered.
    """
    known = tuple(patterns) or ((NOTHING,) if refuse_prefix else ())
    forms = [Alternative(name=ORDER_FORM, pattern=pattern, example=example or None) for pattern in known]
    if refuse_prefix:
        claiming = Alternative(name=ORDER_FORM, pattern=known[-1], example=example or None, claims=refuse_prefix)
        forms[-1:] = [claiming, Alternative(name=OTHER_FORM, pattern=ANYTHING, remark=remark)]
    return FieldRule(
        mandatory=mandatory,
        generated_when_blank=generated_when_blank,
        alternatives=tuple(forms),
        check_digit=check_digit,
        normalisations=("upper-case",) if refuse_prefix.isupper() else (),
        words=words,
    )


def written(rule: FieldRule) -> WrittenRule:
    """The same rule as a form writes it: what passes with a remark alone needs no pattern of its own."""
    claiming = next((form for form in rule.alternatives if form.claims), None)
    patterns = tuple(form.pattern for form in rule.alternatives if not (claiming and form.remark))
    example = next((form.example for form in rule.alternatives if form.example), None)
    prefix = claiming.claims if claiming and claiming.claims else ""
    return WrittenRule(rule.mandatory, patterns, prefix, example or "", dict(rule.words))


def written_rules(rules: BuyerRules) -> dict[str, WrittenRule]:
    """Every rule that asks anything, by the name of its reference in EN 16931."""
    fields = {
        "purchase_order": rules.purchase_order,
        "buyer_reference": rules.buyer_reference,
        "payment_reference": rules.payment_reference,
        "reference_person": rules.reference_person,
    }
    return {name: written(rule) for name, rule in fields.items() if rule != FieldRule()}
