"""Self-billing in Peppol: the buyer writes its supplier's invoice, by rules that differ in four from those of billing.

Peppol publishes them as a profile of its own, BIS Self-Billing 3.0. All else of BIS Billing 3.0 holds for it too, so
where the rules of billing stand in, only those four are asked anew.
"""

from collections.abc import Iterator

from lxml import etree

from einvoice.model import SELF_BILLED_CREDIT_NOTE, SELF_BILLED_INVOICE
from einvoice.rules.findings import Finding
from einvoice.ubl.elements import tag
from einvoice.xml import location

SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"
_ANEW = frozenset({"PEPPOL-EN16931-R004", "PEPPOL-EN16931-R007", "PEPPOL-EN16931-P0100", "PEPPOL-EN16931-P0101"})
_TYPES = {
    "cbc:InvoiceTypeCode": ("PEPPOL-EN16931-P0100", SELF_BILLED_INVOICE),
    "cbc:CreditNoteTypeCode": ("PEPPOL-EN16931-P0101", SELF_BILLED_CREDIT_NOTE),
}


def is_claimed(root: etree._Element) -> bool:
    """Whether a UBL document says that it is self-billing, in its specification (BT-24)."""
    return _said(root, "cbc:CustomizationID").startswith(SPECIFICATION)


def judged(found: list[Finding], root: etree._Element) -> list[Finding]:
    """The findings of the rules of billing, with those of self-billing in place of the four that differ."""
    return [finding for finding in found if finding.rule not in _ANEW] + list(_anew(root))


def _anew(root: etree._Element) -> Iterator[Finding]:
    process = _said(root, "cbc:ProfileID")
    if process != PROCESS:
        text = f"the business process (BT-23) of self-billing is {PROCESS}: it is {process!r}"
        yield _fatal("PEPPOL-EN16931-R007", root, "cbc:ProfileID", "BT-23", text)
    for name, (rule, code) in _TYPES.items():
        told = _said(root, name)
        if told and told != code:
            text = f"the type code (BT-3) of self-billing is {code}: it is {told!r}"
            yield _fatal(rule, root, name, "BT-3", text)


def _fatal(rule: str, root: etree._Element, name: str, term: str, text: str) -> Finding:
    element = root.find(tag(name))
    return Finding(rule=rule, level="fatal", text=text, where=location(root if element is None else element), term=term)


def _said(root: etree._Element, name: str) -> str:
    return (root.findtext(tag(name)) or "").strip()
