"""What few invoices have, judged while it is written: codes, periods, places, earlier invoices, further accounts."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.values import BankAccount, Finding, InvoiceDraft
from einvoice.rules.code_lists import code_list
from invoicing.drafts.circumstances import Circumstances
from invoicing.drafts.words import finding
from nordic.faults import is_valid
from nordic.gln import parse_gln, parse_gtin

GIRO_CURRENCY = "SEK"
"""The only currency that Bankgiro and Plusgiro take."""


def findings_on(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    """Checks everything that stands neither in the head of most invoices nor in their sums."""
    language = around.language
    yield from _accounts(draft, around)
    if draft.period_from and draft.period_until and draft.period_until < draft.period_from:
        yield finding("BR-29", "period_until", language)
    for position, preceding in enumerate(draft.preceding_invoices):
        if not preceding.number.strip():
            yield finding("BR-55", f"preceding_invoices/{position}/number", language)
    if draft.delivery_location.strip() and not is_valid(parse_gln, draft.delivery_location):
        yield finding("PEPPOL-COMMON-R040", "delivery_location", language)
    if draft.delivery_address and not _is_country(draft.delivery_address.country):
        yield finding("BR-CL-14", "delivery_address/country", language)
    yield from _lines(draft, language)


def _lines(draft: InvoiceDraft, language: str) -> Iterator[Finding]:
    for position, line in enumerate(draft.lines):
        where = f"lines/{position}"
        if line.unit.strip() and line.unit.strip() not in code_list("BR-CL-23"):
            yield finding("BR-CL-23", f"{where}/unit", language)
        if line.origin_country and not _is_country(line.origin_country):
            yield finding("BR-CL-15", f"{where}/origin_country", language)
        if line.gtin.strip() and not is_valid(parse_gtin, line.gtin):
            yield finding("item.gtin", f"{where}/gtin", language, gtin=line.gtin[:20])
        if line.period_from and line.period_until and line.period_until < line.period_from:
            yield finding("BR-30", f"{where}/period_until", language)


def _accounts(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    """Each account is the supplier's, and takes the currency of the invoice."""
    chosen = [("account", around.supplier.account(draft.account))]
    chosen += [
        (f"other_accounts/{position}", around.supplier.accounts.get(one))
        for position, one in enumerate(draft.other_accounts)
    ]
    for where, account in chosen:
        if account is None and where != "account":
            yield finding("BG-17", where, around.language)
        if account and not takes(account, draft.currency):
            kind = account.kind.capitalize()
            yield finding("account.currency", where, around.language, kind=kind, currency=draft.currency[:3])


def takes(account: BankAccount, currency: str) -> bool:
    """Whether money of that currency can be paid to the account: to an IBAN it can, of any."""
    return account.kind == "iban" or currency == GIRO_CURRENCY


def _is_country(code: str) -> bool:
    return code in code_list("BR-CL-14")
