"""The formats an invoice is written in and read from: one line each, so that another format is another line.

A format is an adapter to one version of somebody's document. A new version is a new adapter with a line of its own;
the old line stays for as long as anybody sends it. Whatever a format has no place for is told in `Built.losses`, and
CannotExpress is raised where the document would say something else than the invoice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from einvoice.cii import reader as cii_reader
from einvoice.cii import writer as cii
from einvoice.losses import Built, CannotExpress, Losses
from einvoice.model import Invoice
from einvoice.oioubl import writer as oioubl
from einvoice.rules.findings import Report
from einvoice.sums import totals
from einvoice.svefaktura import writer as svefaktura
from einvoice.syntaxes import described
from einvoice.ubl import reader
from einvoice.ubl import writer as ubl
from einvoice.ubl.elements import tag
from einvoice.ubl.reader import ReadResult
from einvoice.ubl.reader_node import Unreadable
from einvoice.xml import CREDIT_NOTE_NS, INVOICE_NS, UnsafeXml, first_elements, parse

if TYPE_CHECKING:
    from einvoice.rules.limits import ValidationLimits
    from einvoice.rules.validation import Engine, Layer

__all__ = ["FORMATS", "Built", "CannotExpress", "Format", "build", "named", "names", "read", "recognised", "validate"]

XML, PDF = "application/xml", "application/pdf"
_PDF_BEGINS = b"%PDF-"


@dataclass(frozen=True)
class Format:
    """A line of the table."""

    name: str  # what `einvoice build --format` takes
    version: str
    what: str
    media_type: str
    build: Callable[..., Built]
    read: Callable[[bytes], ReadResult] | None = None  # none: such documents are written and not read
    checks: "Callable[[], tuple[Layer, ...]] | None" = None  # what judges a document of it
    roots: tuple[str, ...] = ()  # the root elements by which a document is recognised; a PDF has none
    made_for: str = ""  # how BT-24 begins, where formats have the same root

    @property
    def title(self) -> str:
        """The format in words."""
        return f"{self.name} {self.version} ({self.what})"

    @property
    def is_page(self) -> bool:
        """Whether people read it, in a language."""
        return self.media_type == PDF


def build(invoice: Invoice, name: str = "ubl", *, language: str = "en") -> Built:
    """The invoice in a format; `language` is that of a page, and nothing to the others.

    Raises LookupError for a name that no line has, CannotExpress, and otherwise as the format's own `build`.
    """
    row = named(name)
    return row.build(invoice, language=language) if row.is_page else row.build(invoice)


def read(document: bytes) -> ReadResult:
    """The invoice in a document of any format that is read.

    Raises Unreadable with `invoice.format-not-read`, and otherwise UnsafeXml and Unreadable as the format's own `read`.
    """
    row, text = recognised(document), ""
    if row is None:
        root = parse(document)
        row, text = _of_root(root), f"this is {described(root)}"
    if row and row.read:
        return row.read(document)
    text = f"this is {row.title}, which is written here and not read" if row else text
    readable = ", ".join(row.title for row in FORMATS if row.read)
    raise Unreadable("invoice.format-not-read", "/", f"{text}; what is read is {readable}")


def validate(
    document: bytes,
    layers: Sequence[str] | None = None,
    *,
    limits: "ValidationLimits | None" = None,
    engine: "Engine" = "compiled",
) -> Report:
    """The verdict of the checks of whatever format a document is in; with `layers`, of those (and what decides first).

    A document of no known format is judged as UBL, which is all that `engine` is for. Never raises for what a document
    holds.
    """
    from einvoice.rules import validation

    row, limits = recognised(document), limits or validation.WITHIN
    if row is None or row.checks is None or row.checks is _ubl_checks:
        return validation.validate(document, layers or validation.ALL_LAYERS, limits=limits, engine=engine)
    asked = [layer for layer in row.checks() if layer.decides or not layers or layer.name in layers]
    if not row.is_page:
        return validation.judge(document, asked, limits)
    from einvoice.cii import facturx

    try:
        inside = facturx.extract(document, max_bytes=limits.document_bytes_max)
    except (UnsafeXml, Unreadable) as refusal:
        return validation.refused(refusal.code, refusal.text, asked)
    return validation.judge(inside, asked, limits)


def recognised(document: bytes) -> Format | None:
    """The format of a document, by how it begins; the rest of it can still be anything."""
    if document.startswith(_PDF_BEGINS):
        return next(row for row in FORMATS if row.is_page and row.read)
    root = first_elements(document)
    return None if root is None else _of_root(root)


def named(name: str) -> Format:
    """The line of a name. Raises LookupError."""
    for row in FORMATS:
        if row.name == name:
            return row
    raise LookupError(f"{name!r} is no format; there are {', '.join(names())}")


def names() -> tuple[str, ...]:
    """The names of all formats, in the order of the table."""
    return tuple(row.name for row in FORMATS)


def _of_root(root: etree._Element) -> Format | None:
    made_for = root.findtext(tag("cbc:CustomizationID")) or ""
    fitting = [row for row in FORMATS if str(root.tag) in row.roots and made_for.strip().startswith(row.made_for)]
    return max(fitting, key=lambda row: len(row.made_for), default=None)


def _build_ubl(invoice: Invoice) -> Built:
    losses = Losses()
    losses.add_idle(invoice, totals(invoice).vat_breakdown)
    return Built(document=ubl.build(invoice), losses=losses.told())


def _build_pdf(invoice: Invoice, *, language: str) -> Built:
    """The page, with its UBL inside, so that nothing is lost that UBL tells."""
    from einvoice.pdf.drawing import render  # Only who asks for pages pays for loading what draws them.

    inside = _build_ubl(invoice)
    return Built(document=render(invoice, language=language, ubl=inside.document), losses=inside.losses)


def _build_facturx(invoice: Invoice, *, language: str) -> Built:
    from einvoice.cii import facturx

    return facturx.build(invoice, language=language)


def _read_facturx(document: bytes) -> ReadResult:
    from einvoice.cii import facturx

    return facturx.read(document)


def _ubl_checks() -> "tuple[Layer, ...]":
    from einvoice.rules.validation import LAYERS  # Only who validates pays for loading rules.

    return LAYERS


def _cii_checks() -> "tuple[Layer, ...]":
    from einvoice.cii.rules import LAYERS

    return LAYERS


def _facturx_checks() -> "tuple[Layer, ...]":
    from einvoice.cii.rules import FACTURX_LAYERS

    return FACTURX_LAYERS


def _oioubl_checks() -> "tuple[Layer, ...]":
    return _ubl_checks()[:1]  # The XSD of UBL 2.1; Denmark's own rules come without a licence to ship.


def _sfti_checks() -> "tuple[Layer, ...]":
    from einvoice.svefaktura.rules import LAYERS

    return LAYERS


UBL_ROOTS = (f"{{{INVOICE_NS}}}Invoice", f"{{{CREDIT_NOTE_NS}}}CreditNote")

FORMATS = (
    Format("ubl", "3.0", "Peppol BIS Billing, UBL 2.1", XML, _build_ubl, reader.read, _ubl_checks, UBL_ROOTS),
    Format("cii", "D16B", "CII of EN 16931", XML, cii.build, cii_reader.read, _cii_checks, (cii_reader.ROOT,)),
    Format("factur-x", "1.0", "Factur-X and ZUGFeRD, PDF/A-3", PDF, _build_facturx, _read_facturx, _facturx_checks),
    Format("oioubl", "2.1", "OIOUBL of Denmark", XML, oioubl.build, None, _oioubl_checks, UBL_ROOTS, "OIOUBL-"),
    Format("svefaktura", "1.0", "Svefaktura of Sweden", XML, svefaktura.build, None, _sfti_checks, (svefaktura.ROOT,)),
    Format("pdf", "UA-1", "the page that people read, with the UBL inside", PDF, _build_pdf),
)
