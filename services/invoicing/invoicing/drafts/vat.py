"""The VAT of a draft: rates by country and day, what categories ask for, in which currency it is accounted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from contracts.values import Finding, InvoiceDraft
from einvoice.drafts import EXEMPT
from einvoice.priced import categories_of
from einvoice.rules.code_lists import code_list
from einvoice.vat_rates import rates_on
from invoicing.drafts.circumstances import Circumstances
from invoicing.drafts.words import finding

WITHOUT_VAT = frozenset({"Z", "E", "AE", "K", "G", "O"})
SELLER_HAS_NUMBER = {"Z": "BR-Z-02", "G": "BR-G-02"}
"""Categories without VAT that a seller can use only with a VAT number, and the rules; for E a tax number does too."""
ACCOUNTED_IN = {"SE": "SEK", "DK": "DKK", "NO": "NOK", "FI": "EUR"}
"""In which currency the VAT must stand on an invoice, by the seller's country (Directive 2006/112/EC, article 230)."""


def findings_on(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    """Checks the VAT of each line, allowance and charge, and of the invoice as a whole."""
    day = supplied_on(draft, around.today)
    for group in ("lines", "charges", "allowances"):
        for position, one in enumerate(getattr(draft, group)):
            yield from _of_one(one.vat_category, one.vat_rate, f"{group}/{position}", day, draft, around)
    yield from _exemption(draft, around.language)
    yield from _reasons(draft, around)
    yield from _accounted(draft, around)


def supplied_on(draft: InvoiceDraft, today: date) -> date:
    """The day whose rates hold: that of the tax point, the delivery, or the invoice."""
    return draft.tax_point_date or draft.delivery_date or draft.issue_date or today


def _of_one(
    category: str, rate: Decimal, where: str, day: date, draft: InvoiceDraft, around: Circumstances
) -> Iterator[Finding]:
    language, country, supplier = around.language, around.supplier.country, around.supplier
    rates = rates_on(country, day)
    at_rate, at_category = f"{where}/vat_rate", f"{where}/vat_category"
    if category == "S":
        if rates and rate not in map(Decimal, rates):
            rule = "vat.rate" if day == around.today else "vat-rate.unknown"
            on, named = day.isoformat(), ", ".join(rates)
            yield finding(rule, at_rate, language, rate=rate, country=country, rates=named, day=on)
        if supplier.registered and not supplier.vat_number:
            yield finding("BR-S-02", at_rate, language)
        return
    if category not in WITHOUT_VAT:
        yield finding("BR-CL-18", at_category, language, category=category[:10])
        return
    if rate != 0:
        yield finding("vat.rate-not-zero", at_rate, language, category=category)
    rule_broken = _what_is_missing(category, draft, around)
    if rule_broken:
        yield finding(rule_broken, at_category, language)


def _what_is_missing(category: str, draft: InvoiceDraft, around: Circumstances) -> str:
    """The rule of a category without VAT that the invoice does not keep; empty when it keeps them."""
    seller, buyer = around.supplier.vat_number, around.customer.vat_number
    if category in SELLER_HAS_NUMBER and around.supplier.registered and not seller:
        return SELLER_HAS_NUMBER[category]
    if category == "AE" and not (seller and (buyer or around.customer.number)):
        return "BR-AE-02"
    if category == "K" and not (seller and buyer):
        return "BR-IC-02"
    if category == "K" and not (draft.delivery_date or draft.period_from or draft.period_until):
        return "BR-IC-11"
    return "BR-O-11" if category == "O" and len(categories_of(draft)) > 1 else ""


def _exemption(draft: InvoiceDraft, language: str) -> Iterator[Finding]:
    """Checks why lines are exempt: one reason holds for all of them, since the VAT breakdown tells it once."""
    if EXEMPT not in categories_of(draft):
        return
    code = draft.exemption_code.strip()
    told = [code, draft.exemption_reason.strip()]
    told += [text.strip() for one in draft.vat_reasons if one.category == EXEMPT for text in (one.code, one.reason)]
    if not any(told):
        yield finding("BR-E-10", "exemption_reason", language)
    if code and code.upper() not in code_list("BR-CL-22"):
        yield finding("BR-CL-22", "exemption_code", language)


def _reasons(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    for position, one in enumerate(draft.vat_reasons):
        if one.category not in WITHOUT_VAT:
            yield finding("BR-CL-18", f"vat_reasons/{position}/category", around.language, category=one.category[:10])
        if one.code.strip() and one.code.strip().upper() not in code_list("BR-CL-22"):
            yield finding("BR-CL-22", f"vat_reasons/{position}/code", around.language)


def _accounted(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    """The VAT in the seller's own currency: only somebody who charges VAT in another one has it to tell.

    The rate is the seller's to choose, so that it is missing is told and stops nothing.
    """
    told = draft.vat_currency
    if told and told not in code_list("BR-CL-04"):
        yield finding("BR-CL-05", "vat_currency", around.language, currency=told[:10])
    elif told and told == draft.currency:
        yield finding("PEPPOL-EN16931-R005", "vat_currency", around.language)
    elif told and (draft.exchange_rate is None or draft.exchange_rate <= 0):
        yield finding("vat-currency.rate", "exchange_rate", around.language, wanted=told)
    wanted = ACCOUNTED_IN.get(around.country, draft.currency)
    if not told and draft.currency != wanted and "S" in categories_of(draft) and not around.by_network:
        yield finding("vat-currency.rate", "vat_currency", around.language, "warning", wanted=wanted)
