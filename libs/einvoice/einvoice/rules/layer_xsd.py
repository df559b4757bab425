"""The first layer: the UBL 2.1 schemas, which see what no business rule does (order, names, dates)."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, cast

from lxml import etree

from einvoice.rules.findings import Finding, RuleFile
from einvoice.rules.official_files import ubl_folder
from einvoice.rules.parsed import ParsedDocument
from einvoice.syntaxes import described
from einvoice.terms import term_at
from einvoice.xml import CREDIT_NOTE_NS, INVOICE_NS, location, safe_parser

FINDINGS_MAX = 100
"""Schema errors told of one document; a broken document can have one for each element."""
TAGS_WITH_PLACES_MAX = 50_000
"""Tags in a document whose every error is told with its place, for which libxml2 walks past all that stand before."""


class Schemas:
    """The schemas of some root elements, compiled once."""

    files: tuple[RuleFile, ...] = ()

    def __init__(self, files: Mapping[str, Path], version: str, title: str) -> None:
        """`files` are XSDs by the full name of the root that each is for; `title` says what those are."""
        self._schemas = {root: etree.XMLSchema(file=str(path)) for root, path in files.items()}
        self.version = version
        self._title = title

    def check(self, document: ParsedDocument) -> list[Finding]:
        """Every place where the document is not the schema's."""
        root = document.root
        schema = self._schemas.get(str(root.tag))
        if schema is None:
            text = f"this is {described(root)}, no {self._title}"
            return [_placeless(root, text)]
        if document.utf8.count(b"<") > TAGS_WITH_PLACES_MAX:
            errors = _errors_as_it_is_read(schema, document.utf8)
            if not errors:
                return []
            if len(errors) > FINDINGS_MAX:
                return [_placeless(root, text) for text in islice(dict.fromkeys(errors), FINDINGS_MAX)]
        if schema.validate(root):
            return []
        return [_finding(root, entry) for entry in islice(_errors(schema), FINDINGS_MAX)]


class UblSchemas(Schemas):
    """The schemas of Invoice and CreditNote (0.1 s)."""

    def __init__(self) -> None:
        folder = ubl_folder() / "maindoc"
        files = {
            f"{{{INVOICE_NS}}}Invoice": folder / "UBL-Invoice-2.1.xsd",
            f"{{{CREDIT_NOTE_NS}}}CreditNote": folder / "UBL-CreditNote-2.1.xsd",
        }
        super().__init__(files, "2.1", "UBL Invoice or CreditNote")


def _errors(schema: etree.XMLSchema) -> Iterable[Any]:
    """The log of the last validation, which the type stubs of lxml do not know to be iterable."""
    return cast("Iterable[Any]", schema.error_log)


def _errors_as_it_is_read(schema: etree.XMLSchema, document: bytes) -> list[str]:
    """The errors of a large document, without places, in a time that is linear in its size."""
    reader = safe_parser(schema, large=True)  # They are the bytes of a tree that was parsed safely.
    try:
        etree.fromstring(document, reader)
    except etree.XMLSyntaxError:
        return [entry.message for entry in cast("Iterable[Any]", reader.error_log)]
    return []


def _placeless(root: etree._Element, text: str) -> Finding:
    return Finding(rule="XSD", level="fatal", text=text, where=location(root))


def _finding(root: etree._Element, entry: Any) -> Finding:
    where = _where(root, entry.path)
    return Finding(rule="XSD", level="fatal", text=entry.message, where=where, term=term_at(where))


def _where(root: etree._Element, path: str | None) -> str:
    """The element that libxml2 names with the document's own prefixes."""
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found: Any = root.getroottree().xpath(path or "/*", namespaces=prefixes)
    except etree.XPathError:
        found = []
    return location(found[0]) if found else "/"
