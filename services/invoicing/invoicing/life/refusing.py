"""When a draft may not be sent: the one refusal that tells a person what to do first, with every finding beside it."""

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
"""What must be put right before anything in the invoice itself."""
PREFIX = "reference."
"""How the codes of findings on a buyer's own rules begin (einvoice.references)."""


class SendingRefused(Refused):
    """A refusal that carries the findings it rests on."""

    def __init__(self, code: str, findings: tuple[Finding, ...], **details: object) -> None:
        super().__init__(code, **details)
        self.findings = findings


def refusal_of(found: Iterable[Finding]) -> SendingRefused | None:
    """None when only warnings are left; else the gravest refusal, in the words of the finding itself."""
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
