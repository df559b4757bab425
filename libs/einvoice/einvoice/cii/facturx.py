"""Writes and reads Factur-X (ZUGFeRD): the page people read, as PDF/A-3 with the invoice as CII inside it.

WeasyPrint makes the PDF/A-3A, tagged as ever, and embeds the file; what is left is the metadata that names the
profile, which the standard wants as an extension schema. The library `factur-x` would write the whole PDF anew with
pypdf to do the same.
"""

import io
import zlib
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import pikepdf
import weasyprint
from lxml import etree

from einvoice.cii import writer as cii
from einvoice.cii.reader import read_root
from einvoice.hybrid_files import FILE, FILES_READ
from einvoice.losses import Built
from einvoice.model import Invoice
from einvoice.pdf.drawing import Carrier, render
from einvoice.samples import as_sample
from einvoice.ubl.reader import ReadResult
from einvoice.ubl.reader_node import Unknown, Unreadable
from einvoice.xml import MAX_BYTES, UnsafeXml, parse, too_large

SPECIFICATION = "urn:cen.eu:en16931:2017"
"""BT-24 of the profile EN 16931, which a Factur-X document states whatever the invoice was made for."""
VARIANT = "pdf/a-3a"
FILES_MAX = 1_000
"""Files in one PDF that are looked at."""
RELATIONSHIP = "Alternative"
"""The file says all that the page does (Factur-X 1.0, profiles from BASIC on)."""

_BROKEN = (
    *(pikepdf.PdfError, pikepdf.PasswordError, zlib.error),
    *(ValueError, LookupError, AttributeError, TypeError, RuntimeError),  # pikepdf of objects that are not as expected
)


def build(invoice: Invoice, *, language: str = "en", logo: bytes | None = None, sample: bool = False) -> Built:
    """The invoice as PDF/A-3A with CII of the profile EN 16931 inside; raises as `cii.build` and `pdf.render` do.

    A `sample` cannot be paid, neither by its pages nor by the file inside.
    """
    invoice = as_sample(invoice, language) if sample else invoice
    inside = cii.build(msgspec.structs.replace(invoice, specification=SPECIFICATION))
    issued = datetime.combine(invoice.issue_date, time(), UTC)  # Today's date would change the bytes.
    attachment = weasyprint.Attachment(
        string=inside.document,
        name=FILE,
        description="Factur-X",
        created=issued,
        modified=issued,
        relationship=RELATIONSHIP,
    )
    carrier = Carrier(VARIANT, attachment, _finish)
    document = render(invoice, language=language, logo=logo, carrier=carrier, sample=sample)
    return Built(document=document, losses=inside.losses)


def read(document: bytes, *, max_bytes: int = MAX_BYTES) -> ReadResult:
    """The invoice in the file inside a PDF; what the page shows is not looked at, and other files in it are told.

    Raises UnsafeXml, and Unreadable with `invoice.no-file-in-pdf` when no file has one of the names, or as
    `cii_reader.read_root` does.
    """
    result = read_root(parse(extract(document, max_bytes=max_bytes), max_bytes=max_bytes))
    with pikepdf.open(io.BytesIO(document)) as pdf:
        others = [name for name in _files(pdf) if name not in FILES_READ]
    files_left = tuple(Unknown(where=f"/EmbeddedFiles/{name[:100]}", text="a file beside it") for name in others)
    return msgspec.structs.replace(result, unknown=(*result.unknown, *files_left))


def extract(document: bytes, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The file inside a PDF, byte for byte. Raises UnsafeXml when either is too large, and Unreadable as `read`."""
    if len(document) > max_bytes:
        raise too_large(document, max_bytes)
    try:
        with pikepdf.open(io.BytesIO(document)) as pdf:
            files = _files(pdf)
            for name in FILES_READ:
                if name in files:
                    return _content(files[name], max_bytes)
    except (UnsafeXml, Unreadable):
        raise
    except _BROKEN as error:
        reason = str(error).rpartition(">: ")[2]  # Without the name that Python has for the bytes.
        raise Unreadable("invoice.no-file-in-pdf", "/", f"the PDF cannot be opened: {reason}") from error
    raise Unreadable("invoice.no-file-in-pdf", "/", f"the PDF holds no invoice: no file {' or '.join(FILES_READ)}")


def _files(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The files in a PDF by the name that each says is its own; its key in the tree of names can be any (7.11.4)."""
    found: dict[str, Any] = {}
    for key, file in list(pdf.attachments.items())[:FILES_MAX]:
        found.setdefault(file.filename or key, file.get_file())
    return found


def _content(file: Any, max_bytes: int) -> bytes:
    """The file of an embedded stream; one that would unpack to more than `max_bytes` is not unpacked further."""
    raw: bytes = file.obj.read_raw_bytes()
    packed = file.obj.get("/Filter")
    if isinstance(packed, pikepdf.Array) and len(packed) == 1:
        packed = packed[0]
    if packed is None:
        return raw
    if packed != "/FlateDecode" or "/DecodeParms" in file.obj:
        raise Unreadable("invoice.no-file-in-pdf", "/", f"the file in the PDF is packed as {packed}, which is not read")
    content = zlib.decompressobj().decompress(raw, max_bytes + 1)
    if len(content) > max_bytes:
        raise UnsafeXml("xml.too-large", f"the file in the PDF unpacks to more than {max_bytes} bytes")
    return content


def _finish(document: Any, pdf: Any) -> None:
    """Names the profile in the metadata, and the file once: WeasyPrint lists it twice."""
    pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    metadata = next(entry for entry in pdf.objects if entry.reference == pdf.catalog["Metadata"])
    metadata.stream = [_described(part) for part in metadata.stream]


def _described(xmp: bytes) -> bytes:
    """The metadata with our descriptions; XMP allows one rdf:RDF, so they go into the one that is there."""
    end = b"</rdf:RDF>"
    before, found, after = xmp.rpartition(end)
    return before + _descriptions() + found + after if found else xmp


@cache
def _descriptions() -> bytes:
    """The rdf:Descriptions of `templates/facturx.xmp`."""
    root = etree.fromstring((files("einvoice") / "templates" / "facturx.xmp").read_bytes())
    return b"\n".join(etree.tostring(description) for description in root)
