"""The buyer's own rules on references as findings on a draft: errors in the buyer's words, remarks as warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.values import Finding, InvoiceDraft, ReferenceRule
from invoicing.circumstances import Circumstances

PREFIX = "reference."


def findings_on(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    for rule in around.rules.in_force(draft.issue_date or around.today):
        value = getattr(draft, rule.reference).strip()
        if not value:
            if rule.mandatory and rule.reference != "payment_reference":
                yield Finding(PREFIX + "missing", "error", rule.reference, _words(rule, around.language))
        elif any(re.fullmatch(pattern, value) for pattern in rule.patterns):
            continue
        elif rule.refuse_prefix and not value.upper().startswith(rule.refuse_prefix):
            yield Finding(PREFIX + "remark", "warning", rule.reference, _words(rule, around.language))
        elif rule.patterns:
            yield Finding(PREFIX + "refused", "error", rule.reference, _words(rule, around.language))


def _words(rule: ReferenceRule, language: str) -> str:
    return rule.words.get(language) or rule.words.get("en") or next(iter(rule.words.values()), rule.example)
