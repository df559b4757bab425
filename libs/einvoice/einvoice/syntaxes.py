"""Names the documents that are no UBL invoice, so that a refusal says what somebody sent instead."""

from lxml import etree

_KNOWN = {
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": "a Cross Industry Invoice "
    "(CII, the XML inside Factur-X and ZUGFeRD)",
    "{urn:ferd:CrossIndustryDocument:invoice:1p0}CrossIndustryDocument": "a ZUGFeRD 1.0 invoice",
    "{urn:sfti:documents:BasicInvoice:1:0}Invoice": "a Svefaktura 1.0",
    "{http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader}StandardBusinessDocument": "an envelope "
    "(SBDH), whose document must be taken out first",
    "Finvoice": "a Finvoice",
    "{urn:finvoice}Finvoice": "a Finvoice",
    "FINVOICE": "a TEAPPSXML invoice",
    "INVOICE_CENTER": "a TEAPPSXML invoice",
}
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


def described(root: etree._Element) -> str:
    """What a document is, in words: one that is known in the Nordics, another kind of UBL, or its root element."""
    name = etree.QName(root)
    if str(root.tag) in _KNOWN:
        return _KNOWN[str(root.tag)]
    if (name.namespace or "").startswith(_UBL):
        return f"a UBL {name.localname}"
    return f"a document whose root is {str(root.tag)[:200]}"
