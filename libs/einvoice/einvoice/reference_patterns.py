"""Which patterns a buyer may write in its rules: those that any value is matched against in no time."""

import re

from einvoice.references import BuyerRules, FieldRule

PATTERN_LENGTH_MAX = 100
REPEATS_MAX = 3
"""Repeats of open length (* + ? {1,3}) in a pattern: with values of 200 characters, at most some million steps."""

_LITERAL = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]")
_REPEATED_GROUP = re.compile(r"\)[*+?{]")
_REPEAT = re.compile(r"[*+?]|\{\d*,\d*\}")


def pattern_problem(pattern: str) -> str | None:
    """Why a pattern is not accepted, as a stable code, or None.

    `pattern.length`, `pattern.not-a-pattern`, `pattern.group` (only plain groups, and none repeated),
    `pattern.back-reference`, `pattern.repeats`.
    """
    if len(pattern) > PATTERN_LENGTH_MAX:
        return "pattern.length"
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return "pattern.not-a-pattern"
    if re.search(r"\\[1-9]", pattern):
        return "pattern.back-reference"
    bare = _LITERAL.sub("x", pattern)
    if "(?" in bare or _REPEATED_GROUP.search(bare):
        return "pattern.group"
    if len(_REPEAT.findall(bare)) > REPEATS_MAX:
        return "pattern.repeats"
    return None


def rules_problems(rules: BuyerRules) -> dict[str, str]:
    """Every pattern of a buyer's rules that is not accepted: "purchase_order.work-order" and why."""
    fields: dict[str, FieldRule] = {
        "purchase_order": rules.purchase_order,
        "buyer_reference": rules.buyer_reference,
        "payment_reference": rules.payment_reference,
        "reference_person": rules.reference_person,
    }
    return {
        f"{name}.{form.name}": problem
        for name, rule in fields.items()
        for form in rule.alternatives
        if (problem := pattern_problem(form.pattern))
    }
