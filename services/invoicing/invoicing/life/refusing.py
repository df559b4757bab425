"""The refusal of a draft that has errors: it tells a person what to do first, and carries every finding."""

from __future__ import annotations

from collections.abc import Iterable

from chassis import Refused
from contracts.values import Finding

FIRST = (
    "company.unsigned",
    "company.not-ready",
    "customer.not-connected",
    "customer.supplier-refused",
    "customer.plan-needed",
)
"""The codes of what must be corrected before anything in the invoice itself, most important first."""
PREFIX = "reference."
"""The prefix of the codes of findings on a buyer's own rules (einvoice.references)."""


class SendingRefused(Refused):
    """A refusal that carries the findings it rests on."""

    def __init__(self, code: str, findings: tuple[Finding, ...], **details: object) -> None:
        super().__init__(code, **details)
        self.findings = findings


def refusal_of(found: Iterable[Finding]) -> SendingRefused | None:
    """The refusal of the most important error, with all findings; None when there are only warnings."""
    findings = tuple(found)
    stopping = [one for one in findings if one.level == "error"]
    if not stopping:
        return None
    for code in FIRST:
        if of_code := [one for one in stopping if one.rule == code]:
            return SendingRefused(code, findings, what=", ".join(one.where for one in of_code))
    if all(one.rule.startswith(PREFIX) for one in stopping):
        first = stopping[0]
        return SendingRefused("reference.refused", findings, reference=first.where, words=first.text)
    count = len(stopping)
    return SendingRefused("invoice.incomplete", findings, count=count, first=stopping[0].text)
