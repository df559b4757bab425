"""The document that layers judge: what several of them need of it is made once, when the first one asks."""

from functools import cached_property

from lxml import etree

from einvoice.rules.findings import Finding
from einvoice.xml import canonical_utf8
from schematron import Document, read_document


class ParsedDocument:
    """One document in the forms that layers read: its tree, its bytes, and its elements as compiled rules have them."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.found: dict[object, list[Finding]] = {}  # by rules that several layers tell a part of each

    @cached_property
    def utf8(self) -> bytes:
        """The document as `einvoice.xml.canonical_utf8` writes it."""
        return canonical_utf8(self.root)

    @cached_property
    def elements(self) -> Document:
        """The document as `schematron` reads it. Raises NotReadable when it is too deep, or has too many paths."""
        return read_document(self.utf8)

    def release_elements(self) -> None:
        """Gives the elements back, which take more memory than all else, once no layer needs them any more."""
        self.__dict__.pop("elements", None)
