"""Findings on a draft before the official rules are run: an error stops the sending, a warning does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal

from contracts.values import DraftCharge, DraftLine, Finding, InvoiceDraft
from einvoice.drafts import EXEMPT
from einvoice.vat_rates import VAT_RATES
from invoicing.drafts import dates, references
from invoicing.drafts.circumstances import Circumstances
from invoicing.drafts.words import finding, not_ready
from invoicing.payment_reference import is_taken

WITHOUT_VAT = frozenset({"Z", "E", "AE", "K", "G", "O"})
VATEX = re.compile("VATEX-[A-Z]{2}-[0-9A-Z-]{1,20}")
"""How a code of the VATEX list looks; which of them there are, the official rules know."""
NUMBER_LENGTH_MAX = 30
FIGURE_MAX = Decimal(10) ** 12
DECIMALS_MAX = 10
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
        *_exemption(draft, around.language),
        *_texts(draft, around.language),
        *(() if around.by_network else references.findings_on(draft, around)),
        *attached,
    ]
    return tuple(found)


def is_summable(draft: InvoiceDraft) -> bool:
    """Whether every figure is within the bounds that people use, so that the sums are too."""
    return all(map(_reasonable, _figures(draft)))


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
    if not re.fullmatch("[A-Z]{3}", draft.currency):
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
    elif draft.payment_reference.strip() and not is_taken(draft.payment_reference, account):
        yield finding("payment-reference.invalid", "payment_reference", around.language)


def _lines(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    language, lines_max = around.language, around.limits.lines
    if not draft.lines:
        yield finding("BR-16", "lines", language)
    if len(draft.lines) > lines_max:
        yield finding("lines.too-many", "lines", language, count=len(draft.lines), count_max=lines_max)
        return
    for position, line in enumerate(draft.lines):
        yield from _line(line, f"lines/{position}", around)
    for position, charge in enumerate(draft.charges):
        yield from _charge(charge, f"charges/{position}", around)


def _line(line: DraftLine, where: str, around: Circumstances) -> Iterator[Finding]:
    if not line.name.strip():
        yield finding("BR-25", f"{where}/name", around.language)
    if not line.unit.strip():
        yield finding("BR-23", f"{where}/unit", around.language)
    if line.price < 0:
        yield finding("BR-27", f"{where}/price", around.language)
    for name in ("quantity", "price", "vat_rate"):
        if not _reasonable(getattr(line, name)):
            yield finding("figure.out-of-range", f"{where}/{name}", around.language)
    yield from _vat(line.vat_category, line.vat_rate, where, around)


def _charge(charge: DraftCharge, where: str, around: Circumstances) -> Iterator[Finding]:
    if not (charge.reason.strip() or charge.reason_code.strip()):
        yield finding("BR-38", f"{where}/reason", around.language)
    if charge.amount < 0:
        yield finding("charge.negative", f"{where}/amount", around.language)
    for name in ("amount", "vat_rate"):
        if not _reasonable(getattr(charge, name)):
            yield finding("figure.out-of-range", f"{where}/{name}", around.language)
    yield from _vat(charge.vat_category, charge.vat_rate, where, around)


def _vat(category: str, rate: Decimal, where: str, around: Circumstances) -> Iterator[Finding]:
    language, country = around.language, around.supplier.country
    rates = VAT_RATES.get(country, ())
    if category == "S":
        if rates and rate not in map(Decimal, rates):
            yield finding("vat.rate", f"{where}/vat_rate", language, rate=rate, country=country, rates=", ".join(rates))
        if around.supplier.registered and not around.supplier.vat_number:
            yield finding("BR-S-02", f"{where}/vat_rate", language)
    elif category not in WITHOUT_VAT:
        yield finding("BR-CL-18", f"{where}/vat_category", language, category=category[:10])
    elif rate != 0:
        yield finding("vat.rate-not-zero", f"{where}/vat_rate", language, category=category)
    if category == "AE" and not (around.supplier.vat_number and around.customer.vat_number):
        yield finding("BR-AE-02", f"{where}/vat_category", language)


def _exemption(draft: InvoiceDraft, language: str) -> Iterator[Finding]:
    """Checks why lines are exempt: one reason holds for all of them, since the VAT breakdown tells it once."""
    code = draft.exemption_code.strip()
    exempt = EXEMPT in {one.vat_category for one in draft.lines} | {one.vat_category for one in draft.charges}
    if exempt and not (draft.exemption_reason.strip() or code):
        yield finding("BR-E-10", "exemption_reason", language)
    if exempt and code and not VATEX.fullmatch(code):
        yield finding("BR-CL-22", "exemption_code", language)


def _figures(draft: InvoiceDraft) -> Iterator[Decimal]:
    for line in draft.lines:
        yield from (line.quantity, line.price, line.vat_rate)
    for charge in draft.charges:
        yield from (charge.amount, charge.vat_rate)


def _reasonable(figure: Decimal) -> bool:
    if not figure.is_finite():
        return False
    exponent = figure.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -DECIMALS_MAX and abs(figure) < FIGURE_MAX


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
