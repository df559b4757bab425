"""The words that a person signs, as a PDF of plain pages: the same bytes for the same words."""

import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Final

LINE_CHARACTERS: Final = 84
PAGE_LINES: Final = 50
_CODE_PAGE: Final = "cp1252"
"""What the font that every reader of PDF has (Helvetica with WinAnsiEncoding) can show: all letters of the Nordics."""
_PAGE_OBJECTS: Final = 2


def pdf_of(text: str) -> bytes:
    """PDF 1.4 with one text stream to a page. Letters that the font lacks lose their accents, else become "?"."""
    pages = list(_pages(text))
    first = 4
    kids = " ".join(f"{first + _PAGE_OBJECTS * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        content = first + _PAGE_OBJECTS * number + 1
        objects += [_page(content), _stream(lines)]
    return _assembled(objects)


def _pages(text: str) -> Iterator[list[str]]:
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, LINE_CHARACTERS) or [""]]
    for start in range(0, max(1, len(lines)), PAGE_LINES):
        yield lines[start : start + PAGE_LINES]


def _page(content: int) -> bytes:
    fonts = "/Resources << /Font << /F1 3 0 R >> >>"
    return f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {fonts} /Contents {content} 0 R >>".encode()


def _stream(lines: list[str]) -> bytes:
    shown = b"\n".join(b"(" + _escaped(line) + b") Tj T*" for line in lines)
    drawn = b"BT /F1 11 Tf 14 TL 56 780 Td\n" + shown + b"\nET"
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)


def _escaped(line: str) -> bytes:
    encoded = "".join(_shown(letter) for letter in line).encode(_CODE_PAGE)
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _shown(letter: str) -> str:
    for form in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        if form.encode(_CODE_PAGE, "ignore"):
            return form
    return "?"


def _assembled(objects: list[bytes]) -> bytes:
    """With the table of where each object begins, without which it is no PDF."""
    out = b"%PDF-1.4\n"
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
