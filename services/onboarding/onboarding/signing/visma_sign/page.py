"""The words that a person signs, as a PDF of plain pages: the same bytes for the same words."""

import textwrap
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Operator, String, unparse_content_stream

LINE_CHARACTERS: Final = 84
PAGE_LINES: Final = 50
_CODE_PAGE: Final = "cp1252"
"""The encoding of PDF's standard font (Helvetica, WinAnsiEncoding), which has all Nordic letters."""
_PAGE_SIZE: Final = (595, 842)
"""The size of A4 in points."""


def pdf_of(text: str) -> bytes:
    """PDF with one text stream to a page. Letters that the font lacks lose their accents, else become "?"."""
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        resources = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font)))
        for lines in _pages(text):
            page = pdf.add_blank_page(page_size=_PAGE_SIZE)
            page.obj.Resources = resources
            page.obj.Contents = pdf.make_stream(_stream(lines))
        out = BytesIO()
        pdf.save(out, deterministic_id=True, min_version="1.4")
    return out.getvalue()


def _pages(text: str) -> Iterator[list[str]]:
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, LINE_CHARACTERS) or [""]]
    for start in range(0, max(1, len(lines)), PAGE_LINES):
        yield lines[start : start + PAGE_LINES]


def _stream(lines: list[str]) -> bytes:
    drawn: list[tuple[list[Any], Operator]] = [
        ([], Operator("BT")),
        ([Name.F1, 11], Operator("Tf")),
        ([14], Operator("TL")),
        ([56, 780], Operator("Td")),
    ]
    for line in lines:
        encoded = "".join(_shown(letter) for letter in line).encode(_CODE_PAGE)
        drawn += [([String(encoded)], Operator("Tj")), ([], Operator("T*"))]
    return unparse_content_stream([*drawn, ([], Operator("ET"))])


def _shown(letter: str) -> str:
    for form in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        if form.encode(_CODE_PAGE, "ignore"):
            return form
    return "?"
