"""Renders an invoice to a PDF a person can read, hear and pay from: `render(invoice, language="sv")`."""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from threading import Lock
from typing import Any

import jinja2
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from einvoice.model import Address, Attachment, Invoice, InvoiceLine, Item, Party, Price, VatCategory
from einvoice.pdf.blocks import foot_block, payment_block, sums_block
from einvoice.pdf.codes import Image
from einvoice.pdf.columns import CLASSES, column_widths
from einvoice.pdf.drawn import DrawnBlock
from einvoice.pdf.head_blocks import band_block, parties_block
from einvoice.pdf.logo import logo_uri
from einvoice.pdf.packing import PackedWriter
from einvoice.pdf.page import InvoicePage, invoice_page
from einvoice.pdf.rows import DrawnRows, LaidRow, PageNumber, lay_rows, split_pages
from einvoice.pdf.text import PX
from einvoice.sums import Totals

VERSION = "3"
"""Version of the look. A PDF may be kept by SHA-256 of the document, language and this: raise it with every change."""

PDF_VARIANT = "pdf/ua-1"  # Tagged and accessible: ISO 14289-1.
FIRST_PAGE_PX_MAX = 560.0
"""Lines that are taller together do not fit on the first page, so they are shared out over pages from the start."""
BLOCK_PX_MAX = 500.0
"""Another block that is taller is laid out, for what is drawn cannot break across pages."""

# A4 without its margins, in CSS pixels, as @page in templates/invoice.css has them.
PAGE_TOP, PAGE_BOTTOM = 56.69, 1028.03
ROUNDING_PX = 2.0
FOOT_WIDTH, FOOT_LINE, FOOT_SIZE = 168.19, 13.53, 7 * PX

BLOCKS = {"band": band_block, "parties": parties_block, "sums": sums_block, "payment": payment_block}

WEIGHTS = {300: "Light", 400: "Regular", 500: "Medium", 600: "SemiBold"}

_rendering = Lock()  # WeasyPrint's fonts are shared by all renders of the process; Pango is not thread-safe.


@dataclass(frozen=True, slots=True)
class Carrier:
    """A PDF that carries a document and is of another kind than PDF/UA-1 alone (`einvoice.cii.facturx`)."""

    variant: str  # of WeasyPrint: "pdf/a-3a"
    attachment: weasyprint.Attachment
    finish: Callable[[Any, Any], None]  # given WeasyPrint's document and the PDF's objects before they are written


def render(
    invoice: Invoice,
    *,
    language: str = "sv",
    attachments: Sequence[Attachment] | None = None,
    logo: bytes | None = None,
    ubl: bytes | None = None,
    stated: Totals | None = None,
    carrier: Carrier | None = None,
    sample: bool = False,
    draft: str = "",
) -> bytes:
    """The invoice or credit note as a PDF/UA-1 file, the same bytes every time.

    `language` is one of `words.LANGUAGES`. `attachments` are listed in place of the invoice's own. `logo` is a PNG
    or JPEG (`pdf.logo` has its limits). `ubl`, the document itself, is embedded as a file when given. `stated` are the
    totals of a received document (`reader.read(...).stated`): its page must show what its sender wrote, and not our
    sums. `carrier` makes it a PDF of another kind. A `sample` is whatever was not issued: every page says so, and there
    is neither account nor code to pay by. What is drawn as a draft would be sent so: every page says in the language
    `draft` that it is not sent, and there is no code to pay by. Nothing outside is ever fetched.
    Raises ValueError for a language or logo that will not do, or when sums cannot be made.
    """
    page = invoice_page(invoice, language, attachments, stated, sample, draft)
    uri = logo_uri(logo) if logo else None
    with _rendering:
        return _Rendering(invoice, page, uri, ubl, carrier).pdf()


def pdf_key(document: bytes, language: str, logo: bytes | None = None) -> str:
    """The name, 64 hex digits, under which the PDF of a document may be kept: it changes when the look does."""
    parts = (VERSION.encode(), language.encode(), sha256(logo or b"").digest(), sha256(document).digest())
    return sha256(b"\0".join(parts)).hexdigest()


def warm_up() -> None:
    """Load template and fonts by rendering a small invoice, so that the first real one is as fast as the rest."""
    nobody = Party(name="–", address=Address(country="SE"))
    line = InvoiceLine(
        id="1",
        quantity=Decimal(1),
        unit="H87",
        price=Price(net=Decimal(1)),
        vat=VatCategory(code="S", rate=Decimal(25)),
        item=Item(name="–"),
    )
    render(Invoice(number="–", issue_date=date(2026, 1, 1), currency="SEK", seller=nobody, buyer=nobody, lines=(line,)))


@dataclass(frozen=True, slots=True)
class _DrawnPart:
    """Where the template puts one page's drawn rows."""

    source: str
    on_next_page: bool


class _Rendering:
    """One document on its way to PDF."""

    def __init__(
        self,
        invoice: Invoice,
        page: InvoicePage,
        logo_uri: str | None,
        ubl: bytes | None,
        carrier: Carrier | None,
    ) -> None:
        self._invoice, self._page, self._logo_uri, self._ubl, self._carrier = invoice, page, logo_uri, ubl, carrier
        self._variant = carrier.variant if carrier else PDF_VARIANT
        self._widths = column_widths(page)
        self._fonts: dict[int, Any] = {}
        self._number = PageNumber(page.labels["page"], FOOT_WIDTH, FOOT_LINE, FOOT_SIZE, self._fonts)
        self._foot = foot_block(page, self._fonts)
        self._blocks = {name: block(page, self._fonts) for name, block in BLOCKS.items()}
        self._images: dict[str, Image] = {"drawn:page-number": self._number}
        self._drawn: list[DrawnBlock] = []
        for name, block in self._blocks.items():
            if block and block.height > BLOCK_PX_MAX:
                self._blocks[name] = None
            elif block:
                self._images[f"drawn:{name}"] = block
                self._drawn.append(block)
        if self._foot:
            self._images["drawn:foot"] = self._foot
        if page.payment and page.payment.qr:
            self._images["drawn:qr"] = page.payment.qr
        if page.payment and page.payment.barcode:
            self._images["drawn:barcode"] = page.payment.barcode

    def pdf(self) -> bytes:
        document = self._document()
        self._number.pages = len(document.pages)
        if self._foot:
            self._foot.pages = len(document.pages)
        attachments = [self._embedded(self._ubl)] if self._ubl is not None else []
        attachments += [self._carrier.attachment] if self._carrier else []
        pdf: bytes = document.write_pdf(finisher=self._finish, pdf_variant=self._variant, attachments=attachments)
        return pdf

    def _document(self) -> Any:
        """The pages laid out: the lines in one piece where the first page has room for them, or shared out."""
        rows = lay_rows(self._page.rows, self._widths)
        is_long = sum(row.height for row in rows) > FIRST_PAGE_PX_MAX
        if not is_long and not all(row.is_whole for row in rows):
            return self._lay_out([])
        if is_long:
            first = self._lay_out([], measuring=True)
            return self._lay_out(self._shared_out(rows, first.pages[-1].anchors["lines"][1]))
        whole = self._part(0, rows, None, None, False)
        document = self._lay_out([whole])
        place = next(page.anchors["lines"][1] for page in document.pages if "lines" in page.anchors)
        if place + self._drawn[-1].height <= PAGE_BOTTOM:
            return document
        self._drawn.pop()
        return self._lay_out(self._shared_out(rows, place))

    def _lay_out(self, rows: list[_DrawnPart], *, measuring: bool = False) -> Any:
        html = _typesetter().template.render(
            page=self._page,
            logo=self._logo_uri,
            widths=self._widths,
            classes=CLASSES,
            drawn={"foot": self._foot, "rows": rows, **self._blocks},
            measuring=measuring,
        )
        return _typesetter().lay_out(html, dict(self._images), self._variant)

    def _shared_out(self, rows: list[LaidRow], top: float) -> list[_DrawnPart]:
        """The lines on as many pages as they need, the first of them below `top`."""
        pages = split_pages(rows, PAGE_BOTTOM - top - ROUNDING_PX, PAGE_BOTTOM - PAGE_TOP - ROUNDING_PX)
        on_next_page = not pages[0]
        parts = []
        brought = None
        for index, share in enumerate(filter(None, pages)):
            carried = share[-1].total_so_far if share[-1] is not rows[-1] else None
            parts.append(self._part(index, share, brought, carried, on_next_page or index > 0))
            brought = carried
        return parts

    def _part(
        self, index: int, rows: list[LaidRow], brought: str | None, carried: str | None, on_next_page: bool
    ) -> _DrawnPart:
        drawn = DrawnRows(self._page, self._widths, rows, brought, carried, self._fonts)
        self._drawn.append(drawn)
        source = f"drawn:rows-{index}"
        self._images[source] = drawn
        return _DrawnPart(source, on_next_page)

    def _finish(self, document: Any, pdf: Any) -> None:
        for drawn in self._drawn:
            drawn.finish(pdf)
        if self._carrier:
            self._carrier.finish(document, pdf)
        pdf.write = PackedWriter(pdf)

    def _embedded(self, ubl: bytes) -> weasyprint.Attachment:
        name = re.sub(r"[^A-Za-z0-9._-]", "_", self._invoice.number)[:60]
        issued = datetime.combine(self._invoice.issue_date, time(), UTC)  # Today's date would change the bytes.
        return weasyprint.Attachment(
            string=ubl,
            name=f"{name}.xml",
            description="UBL 2.1",
            created=issued,
            modified=issued,
            relationship="Source",
        )


class _Html(weasyprint.HTML):  # type: ignore[misc]
    """HTML that is what `elements.css` says it is, instead of WeasyPrint's own, much larger sheet."""

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [_typesetter().elements]


class _Typesetter:
    """What all renders of a process share: template, style sheets, fonts. It reads nothing but the package's files."""

    def __init__(self) -> None:
        folder = files("einvoice") / "templates"
        loader = jinja2.FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8"))
        environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        environment.globals.update(measuring=False, drawn={})
        self.template = environment.get_template("invoice.html")
        self._fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
        self._fonts = FontConfiguration()
        self.elements = self._sheet((folder / "elements.css").read_text(encoding="utf-8"))
        self._look = self._sheet(_font_faces() + (folder / "invoice.css").read_text(encoding="utf-8"))

    def lay_out(self, html: str, images: dict[str, Any], variant: str) -> Any:
        source = _Html(string=html, url_fetcher=self._fetcher)
        return source.render(font_config=self._fonts, stylesheets=[self._look], cache=images, pdf_variant=variant)

    def _sheet(self, css: str) -> weasyprint.CSS:
        return weasyprint.CSS(string=css, font_config=self._fonts, url_fetcher=self._fetcher)


@cache
def _typesetter() -> _Typesetter:
    return _Typesetter()


def _font_faces() -> str:
    faces = []
    for weight, name in WEIGHTS.items():
        data = base64.b64encode((files("einvoice") / "fonts" / f"InvoiceSans-{name}.otf").read_bytes()).decode()
        faces.append(
            f'@font-face {{ font-family: "Invoice Sans"; font-weight: {weight}; '
            f'src: url(data:font/otf;base64,{data}) format("opentype") }}\n'
        )
    return "".join(faces)
