"""Findings on a draft before the official rules are run: an error stops the sending, a warning does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from contracts.values import DraftLine, Finding, InvoiceDraft
from einvoice.rules.code_lists import code_list
from invoicing.drafts import amounts, dates, rare, references, vat
from invoicing.drafts.amounts import is_summable
from invoicing.drafts.circumstances import Circumstances
from invoicing.drafts.figures import figures
from invoicing.drafts.words import finding, not_ready
from invoicing.payment_reference import fault_in

__all__ = ["findings_on", "is_summable"]

NUMBER_LENGTH_MAX = 30
# The characters that XML 1.0 can hold.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def findings_on(draft: InvoiceDraft, around: Circumstances, attached: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """All errors and warnings on a draft. `attached` are the findings on its attachments."""
    found = [
        *_company(around),
        *_head(draft, around),
        *dates.findings_on(draft, around),
        *_number(draft, around),
        *_payment(draft, around),
        *_lines(draft, around),
        *_total(draft, around),
        *_texts(draft, around.language),
        *(() if around.by_network else references.findings_on(draft, around)),
        *attached,
    ]
    return tuple(found)


def _company(around: Circumstances) -> Iterator[Finding]:
    if not around.supplier.signed:
        yield finding("company.unsigned", "company", around.language)
    for missing in around.supplier.missing:
        yield not_ready(missing, around.language)
    if around.by_network:
        return
    if not around.connection.stands:
        yield finding("customer.not-connected", "receiver", around.language)
    elif around.connection.is_refused:
        yield finding("customer.supplier-refused", "receiver", around.language)
    elif around.connection.awaits_approval:
        yield finding("customer.approval-awaited", "receiver", around.language, "warning")
    if not around.supplier.can_reach(around.customer):
        yield finding("customer.plan-needed", "receiver", around.language)


def _head(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    language = around.language
    if draft.due_date is None:
        yield finding("BR-CO-25", "due_date", language)
    if draft.currency not in code_list("BR-CL-04"):
        yield finding("BR-CL-04", "currency", language, currency=draft.currency[:10])
    if not (draft.buyer_reference.strip() or draft.order_number.strip()):
        yield finding("PEPPOL-EN16931-R003", "buyer_reference", language)


def _number(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    number, language = draft.number.strip(), around.language
    if len(number) > NUMBER_LENGTH_MAX:
        yield finding("number.too-long", "number", language, length_max=NUMBER_LENGTH_MAX)
        return
    if around.entered and not around.entered.is_free_for(around.invoice):
        yield finding("number.taken", "number", language, number=number)
        return
    missing_from, missing_to = around.series.gap_before(number)
    if missing_from:
        yield finding("number.gap", "number", language, "warning", missing_from=missing_from, missing_to=missing_to)


def _payment(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    account = around.supplier.account(draft.account)
    if account is None:
        yield finding("BG-17", "account", around.language)
        return
    reference = draft.payment_reference.strip()
    fault = fault_in(reference, account) if reference else None
    if fault:
        yield finding(fault, "payment_reference", around.language, reference=reference[:40])


def _lines(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    language, lines_max = around.language, around.limits.lines
    if not draft.lines:
        yield finding("BR-16", "lines", language)
    if len(draft.lines) > lines_max:
        yield finding("lines.too-many", "lines", language, count=len(draft.lines), count_max=lines_max)
        return
    for position, line in enumerate(draft.lines):
        yield from _line(line, f"lines/{position}", language)
    yield from amounts.findings_on(draft, language)
    yield from vat.findings_on(draft, around)
    yield from rare.findings_on(draft, around)


def _line(line: DraftLine, where: str, language: str) -> Iterator[Finding]:
    if not line.name.strip():
        yield finding("BR-25", f"{where}/name", language)
    if not line.unit.strip():
        yield finding("BR-23", f"{where}/unit", language)


def _total(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    """An invoice never asks for less than nothing: that is a credit note."""
    takes_away = draft.allowances or any(one.quantity < 0 or one.allowances for one in draft.lines)
    if not takes_away or len(draft.lines) > around.limits.lines or not is_summable(draft):
        return
    totals = figures(draft)
    if totals.with_vat < 0:
        language, payable = around.language, totals.with_vat
        yield finding("invoice.negative", "lines", language, payable=payable, currency=draft.currency)


def _texts(value: object, language: str, where: str = "") -> Iterator[Finding]:
    """Finds texts that XML cannot hold, wherever they stand in the draft."""
    if isinstance(value, str):
        if UNWRITABLE.search(value):
            yield finding("text.unwritable", where, language)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _texts(item, language, f"{where}/{position}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), language, f"{where}/{field.name}".lstrip("/"))
