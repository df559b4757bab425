"""Reads XML from strangers safely: limited in size, without DOCTYPE, entities or network, and always as UTF-8."""

import re
from contextlib import suppress

from lxml import etree

MAX_BYTES = 40 * 1024 * 1024
"""An invoice with attachments: Peppol access points accept up to 100 MB, ours 30 MB of attachments as base64."""
_FIRST_BYTES = 64 * 1024
MAX_NODES = 4_000_000
"""Tags and attributes in a document, counted before parsing: 50,000 lines of 40 elements."""

DEPTH_MAX = 256
"""Elements in one another, as libxml2 has it for documents of no great texts."""
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"us-ascii", b"iso-8859-1", b"iso-8859-15", b"windows-1252"})
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*?(?:encoding\s*=\s*[\"']([\w.-]+)[\"'][^>]*)?\?>)?\s*<")

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
INVOICE_NS = UBL + "Invoice-2"
CREDIT_NOTE_NS = UBL + "CreditNote-2"
CAC = UBL + "CommonAggregateComponents-2"
CBC = UBL + "CommonBasicComponents-2"

UNCEFACT = "urn:un:unece:uncefact:data:standard:"
PREFIXES = {
    "cac": CAC,
    "cbc": CBC,
    "rsm": UNCEFACT + "CrossIndustryInvoice:100",
    "ram": UNCEFACT + "ReusableAggregateBusinessInformationEntity:100",
    "udt": UNCEFACT + "UnqualifiedDataType:100",
    "qdt": UNCEFACT + "QualifiedDataType:100",
    "sfti": "urn:sfti:documents:BasicInvoice:1:0",
    "sac": "urn:sfti:CommonAggregateComponents:1:0",
    "sbc": "urn:oasis:names:tc:ubl:CommonBasicComponents:1:0",
}
"""The prefixes that elements are written and told with here: UBL 2.1, CII, and Svefaktura with its own cac and cbc."""
_PREFIX_OF = {namespace: prefix + ":" for prefix, namespace in PREFIXES.items()}


class UnsafeXml(ValueError):
    """The document was not read: `code` is stable, `text` says why to a person."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def parse(document: bytes, *, max_bytes: int = MAX_BYTES, max_nodes: int = MAX_NODES) -> etree._Element:
    """The root element of a document of at most `max_bytes`; comments and processing instructions are dropped.

    Raises UnsafeXml with the code `xml.too-large`, `xml.too-many-nodes`, `xml.doctype` or `xml.not-well-formed`.
    """
    if len(document) > max_bytes:
        raise too_large(document, max_bytes)
    # A tree takes far more memory than its text, so the count must come before the parser.
    if document.count(b"<") + document.count(b"=") > max_nodes:
        raise UnsafeXml("xml.too-many-nodes", f"the document has more than {max_nodes} tags and attributes")
    try:
        root = etree.fromstring(document, safe_parser())
    except etree.XMLSyntaxError as first:
        error = first
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_RESOURCE_LIMIT and has_no_doctype(document):
            return _parse_large(document)
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        if b"<!DOCTYPE" in document:
            raise _doctype_refused() from error
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            text = "an element or attribute holds more than 10 million characters, or more than XML needs"
            raise UnsafeXml("xml.too-large", text) from error
        raise UnsafeXml("xml.not-well-formed", f"not well-formed XML: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype_refused()
    return root


def has_no_doctype(document: bytes) -> bool:
    """Whether no DOCTYPE can be in it: its encoding shows one as it is written, and there is none."""
    told = _ENCODING.match(document)
    return told is not None and (told[1] or b"utf-8").lower() in _PLAIN_ENCODINGS and b"<!DOCTYPE" not in document


def _parse_large(document: bytes) -> etree._Element:
    """As `parse`, of a document with a text of more than 10 million characters, such as an attachment of 8 MB.

    libxml2 drops all its limits together, so depth is counted here; entities need a DOCTYPE, and there is none.
    """
    try:
        root = etree.fromstring(document, safe_parser(large=True))
    except etree.XMLSyntaxError as error:
        raise UnsafeXml("xml.not-well-formed", f"not well-formed XML: {error.msg}") from error
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEPTH_MAX:
            raise UnsafeXml("xml.too-large", f"elements stand more than {DEPTH_MAX} deep")
    return root


def too_large(document: bytes, max_bytes: int) -> UnsafeXml:
    """What to raise for a document of more than `max_bytes`."""
    return UnsafeXml("xml.too-large", f"the document has {len(document)} bytes; at most {max_bytes} are read")


def safe_parser(schema: etree.XMLSchema | None = None, *, large: bool = False) -> etree.XMLParser:
    """A parser that opens nothing and expands nothing; with a schema, it checks while it reads.

    `large` is for a document that has been read once and found safe, or has no DOCTYPE: its texts may be of any size.
    """
    return etree.XMLParser(
        schema=schema,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=large,
        remove_comments=True,
        remove_pis=True,
    )


def _doctype_refused() -> UnsafeXml:
    return UnsafeXml("xml.doctype", "the document has a DOCTYPE; an invoice needs none, and it could name entities")


def first_elements(document: bytes) -> etree._Element | None:
    """The root with as much as stands in the first 64 KiB, to recognise a document by; none where that is no XML."""
    events = etree.XMLPullParser(("start",), resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    with suppress(etree.XMLSyntaxError):  # What came before it is read all the same.
        events.feed(document[:_FIRST_BYTES])
        events.close()
    return next((element for _, element in events.read_events() if isinstance(element, etree._Element)), None)


def canonical_utf8(root: etree._Element) -> bytes:
    """The document as UTF-8 with a declaration: the only form that any rule engine is ever given."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def location(element: etree._Element) -> str:
    """Where an element stands, for a person: /Invoice/cac:InvoiceLine[2]/cbc:Note."""
    steps: list[str] = []
    step: etree._Element | None = element
    while step is not None:
        name, parent = prefixed(str(step.tag)), step.getparent()
        twins = [] if parent is None else parent.findall(str(step.tag))
        steps.append(f"{name}[{twins.index(step) + 1}]" if len(twins) > 1 else name)
        step = parent
    return "/" + "/".join(reversed(steps))


def prefixed(tag: str) -> str:
    """A full tag as people write it: {urn:oasis:...}ID -> cbc:ID."""
    name = etree.QName(tag)
    return _PREFIX_OF.get(name.namespace or "", "") + name.localname
