"""The fourth layer, Nordic pre-flight: mistakes that every official rule lets through and that cost a late payment.

Each rule is a row of RULES: its id, the term it is about, and what it asks. Mistyped accounts and references only warn:
the document is lawful, so a receiver takes it, and the verdict stays that of the official rules. Whoever writes an
invoice should refuse it on any of MISTYPED, while the seller can still mend it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from einvoice.model import Invoice, PaymentMeans
from einvoice.rules.findings import Finding, Level, RuleFile
from einvoice.rules.parsed import ParsedDocument
from einvoice.sums import totals
from einvoice.ubl.reader import Unreadable, read_root
from nordic.accounts import parse_iban, parse_norwegian_account
from nordic.bankgiro import UBL_BANKGIRO, UBL_PLUSGIRO, parse_bankgiro, parse_plusgiro
from nordic.faults import Invalid
from nordic.fik import KINDS, parse_ubl
from nordic.kid import parse_kid
from nordic.ocr import parse_ocr
from nordic.viitenumero import parse_rf, parse_viitenumero

_ACCOUNT = "cac:PayeeFinancialAccount/cbc:ID"
_REFERENCE = "cbc:PaymentID"
_IBAN = re.compile(r"[A-Za-z]{2}[0-9]{2}")
_DANISH_LINES = {kind.payment_means for kind in KINDS.values()}
_GIROS: dict[str | None, tuple[str, str, Callable[[str], object]]] = {
    UBL_BANKGIRO: ("NORDIC-BANKGIRO", _ACCOUNT, parse_bankgiro),
    UBL_PLUSGIRO: ("NORDIC-PLUSGIRO", _ACCOUNT, parse_plusgiro),
}


@dataclass(frozen=True)
class Rule:
    """What a rule is called, the term it is about, and its own words."""

    id: str
    term: str
    level: Level
    text: str


RULES = {
    rule.id: rule
    for rule in (
        Rule("NORDIC-DUE", "BT-9", "fatal", "An amount is due, so there is a due date or there are payment terms."),
        Rule("NORDIC-VAT-ID", "BT-31", "fatal", "VAT is charged, so the seller's VAT number is given."),
        Rule("NORDIC-BANKGIRO", "BT-84", "warning", "A Bankgiro number is right in its digits."),
        Rule("NORDIC-PLUSGIRO", "BT-84", "warning", "A Plusgiro number is right in its digits."),
        Rule("NORDIC-ACCOUNT", "BT-84", "warning", "A Norwegian account number is right in its digits."),
        Rule("NORDIC-IBAN", "BT-84", "warning", "An IBAN is right in its characters."),
        Rule("NORDIC-OCR", "BT-83", "warning", "Digits alone, paid to a Swedish giro, are an OCR number."),
        Rule("NORDIC-FIK", "BT-83", "warning", "A Danish payment id is right in its digits."),
        Rule("NORDIC-KID", "BT-83", "warning", "Digits alone, paid to a Norwegian account, are a KID."),
        Rule("NORDIC-VIITE", "BT-83", "warning", "Digits alone, paid to a Finnish account, are a reference number."),
        Rule("NORDIC-RF", "BT-83", "warning", "An RF creditor reference is right in its characters."),
        Rule("NORDIC-SUMS", "BG-22", "warning", "The totals are to the cent what the lines add up to."),
        Rule("NORDIC-READ", "BG-25", "fatal", "The document can be read into business terms."),
    )
}

MISTYPED = frozenset(rule.id for rule in RULES.values() if rule.term in ("BT-83", "BT-84")) - {"NORDIC-OCR"}
"""Check digits that no bank lets pass. An OCR number is not among them: an account on the soft level takes anything."""


class NordicPreflight:
    """Rules of the network's own, on the business terms."""

    version = "1"
    files: tuple[RuleFile, ...] = ()

    def check(self, document: ParsedDocument) -> list[Finding]:
        """What the official rules let through."""
        document.release_elements()  # No layer after this one reads them.
        try:
            result = read_root(document.root)
            differences = result.differences()
        except (Unreadable, ValueError) as unreadable:
            return [_finding("NORDIC-READ", getattr(unreadable, "where", "/"), str(unreadable))]
        name = etree.QName(document.root).localname
        found = list(preflight(result.invoice, name))
        for difference in differences:
            text = f"{difference.term} is stated as {difference.stated}; the lines add up to {difference.computed}"
            found.append(_finding("NORDIC-SUMS", f"/{name}/cac:LegalMonetaryTotal", text))
        return found


def preflight(invoice: Invoice, root: str = "Invoice") -> Iterator[Finding]:
    """The findings on an invoice that need not have been written yet; `root` begins the places they point at."""
    sums = totals(invoice)
    asks_for_payment = sums.payable > 0 and not invoice.is_credit_note
    if asks_for_payment and not (invoice.due_date or invoice.payment_terms):
        yield _finding("NORDIC-DUE", f"/{root}", "neither BT-9 nor BT-20 is there (BR-CO-25)")
    vat_id = invoice.seller.vat_id or (invoice.tax_representative and invoice.tax_representative.vat_id)
    if sums.vat and not vat_id:
        where = f"/{root}/cac:AccountingSupplierParty/cac:Party"
        yield _finding("NORDIC-VAT-ID", where, "a tax registration such as F-skatt does not stand in for it")
    several = len(invoice.payment_means) > 1
    for index, means in enumerate(invoice.payment_means, start=1):
        place = f"/{root}/cac:PaymentMeans[{index}]" if several else f"/{root}/cac:PaymentMeans"
        for rule, leaf, parse, value in _payment_checks(means, _country(invoice, means)):
            try:
                parse(value)
            except Invalid as invalid:
                yield _finding(rule, f"{place}/{leaf}", invalid.text)


def _country(invoice: Invoice, means: PaymentMeans) -> str:
    """The country whose payment reference this is: that of the IBAN, or else of the seller."""
    if means.account and _IBAN.match(means.account):
        return means.account[:2].upper()
    return invoice.seller.address.country if invoice.seller.address else ""


def _payment_checks(means: PaymentMeans, country: str) -> Iterator[tuple[str, str, Callable[[str], object], str]]:
    """What to ask of a way to pay: the rule, the element, the parser and the value."""
    account, reference = means.account or "", means.payment_id or ""
    digits_only = reference.replace(" ", "").isdigit()
    if means.branch in _GIROS:
        yield (*_GIROS[means.branch], account)
        if digits_only:
            yield "NORDIC-OCR", _REFERENCE, parse_ocr, reference
    elif _IBAN.match(account):
        yield "NORDIC-IBAN", _ACCOUNT, parse_iban, account
    elif country == "NO" and account:
        yield "NORDIC-ACCOUNT", _ACCOUNT, parse_norwegian_account, account
    if reference[:2].upper() == "RF":
        yield "NORDIC-RF", _REFERENCE, parse_rf, reference
    elif "#" in reference and means.code in _DANISH_LINES:
        yield "NORDIC-FIK", _REFERENCE, lambda line: parse_ubl(line, account), reference
    elif country == "NO" and digits_only:
        yield "NORDIC-KID", _REFERENCE, parse_kid, reference
    elif country == "FI" and digits_only:
        yield "NORDIC-VIITE", _REFERENCE, parse_viitenumero, reference


def _finding(rule_id: str, where: str, detail: str) -> Finding:
    rule = RULES[rule_id]
    return Finding(
        rule=rule.id,
        level=rule.level,
        text=f"{rule.text} {detail[:1].upper()}{detail[1:]}.",
        where=where,
        term=rule.term,
    )
