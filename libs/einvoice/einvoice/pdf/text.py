"""Sets text without layout boxes: widths and glyphs straight from the invoice's own fonts, drawn onto a PDF stream.

A box of text costs WeasyPrint about a millisecond; an invoice of 620 lines has 5,000 of them. Text in characters of the
invoice's own typeface is therefore looked up glyph by glyph; any other (Arabic, Chinese, emoji) is shaped by Pango.
"""

import unicodedata
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import create_layout

PX = 4 / 3  # CSS pixels in a point
REGULAR, SEMI_BOLD = 400, 600
_FILES = {REGULAR: "InvoiceSans-Regular.otf", SEMI_BOLD: "InvoiceSans-SemiBold.otf"}

# How wide a character of another typeface may be, in parts of the font's size; only lines are broken by it.
FOREIGN_WIDTH, FOREIGN_WIDE_WIDTH = 0.65, 1.0
ELLIPSIS = "…"


class Face:
    """One weight of the typeface: the glyph and the width of each character that needs no shaping."""

    def __init__(self, weight: int) -> None:
        with as_file(files("einvoice") / "fonts" / _FILES[weight]) as path, TTFont(path, lazy=True) as font:
            names, advances, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
            self.glyphs: dict[str, int] = {}
            self.widths: dict[str, float] = {}
            for code, name in names.items():
                char = chr(code)
                if not unicodedata.combining(char):
                    self.glyphs[char] = font.getGlyphID(name)
                    self.widths[char] = advances[name][0] / units

    def knows(self, text: str) -> bool:
        return all(char in self.glyphs for char in text)

    def width(self, text: str, size: float) -> float:
        """The width in the unit of `size`; an estimate for characters of other typefaces."""
        widths = self.widths
        return size * sum(widths[char] if char in widths else _foreign_width(char) for char in text)

    def wrap(self, text: str, size: float, width: float, lines_max: int) -> list[str]:
        """The text in lines no wider than `width`: broken at spaces, or anywhere in a word that is wider alone."""
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split(" "):
                longer = f"{line} {word}" if line else word
                if self.width(longer, size) <= width:
                    line = longer
                    continue
                if line:
                    lines.append(line)
                *full, line = self._broken(word, size, width)
                lines += full
                if len(lines) > lines_max:
                    break
            lines.append(line)
        if len(lines) > lines_max:
            lines = [*lines[: lines_max - 1], lines[lines_max - 1] + ELLIPSIS]
        return lines

    def _broken(self, word: str, size: float, width: float) -> list[str]:
        pieces, piece, filled = [], "", 0.0
        for char in word:
            advance = self.width(char, size)
            if piece and filled + advance > width:
                pieces.append(piece)
                piece, filled = "", 0.0
            piece += char
            filled += advance
        return [*pieces, piece]


@cache
def face(weight: int) -> Face:
    """The face of a weight, read from its file once a process."""
    return Face(weight)


def _foreign_width(char: str) -> float:
    return FOREIGN_WIDE_WIDTH if unicodedata.east_asian_width(char) in "WF" else FOREIGN_WIDTH


class Pen:
    """Writes lines of text into the text object that is open on a WeasyPrint stream. Sizes and places in CSS pixels."""

    def __init__(self, stream: Any, style: Any) -> None:
        self._stream = stream
        self._style = style
        self._fonts: dict[tuple[int, float], Any] = {}
        self._color: tuple[float, float, float] | None = None

    def color(self, color: tuple[float, float, float]) -> None:
        if color != self._color:
            self._color = color
            self._stream.set_color_rgb(*color)

    def write(self, text: str, x: float, y: float, size: float, weight: int = REGULAR, *, right: bool = False) -> None:
        """One line with its baseline at `y`, from `x` on, or ending there when `right`."""
        if not text.strip():
            return
        known = face(weight)
        if not known.knows(text):
            self._write_shaped(text, x, y, size, weight, right)
            return
        font = self._font(weight, size)
        start = x - known.width(text, size) if right else x
        for char in set(text):
            glyph = known.glyphs[char]
            if glyph not in font.to_unicode:
                font.to_unicode[glyph] = char
            if glyph not in font.widths:
                font.widths[glyph] = round(known.widths[char] * 1000)
        self._stream.set_font_size(font.hash, size)
        self._stream.set_text_matrix(1, 0, 0, -1, start, y)
        self._stream.show_text("<" + "".join([f"{known.glyphs[char]:04x}" for char in text]) + ">")

    def _font(self, weight: int, size: float) -> Any:
        """WeasyPrint's font for our face, which puts the file into the document."""
        if (weight, size) not in self._fonts:
            _owner, line = self._line("0", weight, size)  # The layout owns the line: it must outlive it.
            self._fonts[weight, size] = self._stream.add_font(line.runs[0].data.item.analysis.font)[0]
        return self._fonts[weight, size]

    def _line(self, text: str, weight: int, size: float) -> tuple[Any, Any]:
        style = self._style.copy()
        style["font_size"], style["font_weight"], style["white_space"] = size, weight, "pre"
        layout = create_layout(text, style, None, None, 0)
        return layout, layout.get_first_line()[0]

    def _write_shaped(self, text: str, x: float, y: float, size: float, weight: int, right: bool) -> None:
        layout, line = self._line(text, weight, size)
        pieces, width, run = [], 0.0, line.runs[0]
        while run != ffi.NULL:
            font, shown, advance = self._shaped_run(run.data, layout.text.encode())
            pieces.append((font, shown, width))
            width, run = width + advance, run.next
        start = x - width if right else x
        for font, shown, offset in pieces:
            self._stream.set_font_size(font.hash, size)
            self._stream.set_text_matrix(1, 0, 0, -1, start + offset, y)
            self._stream.show_text(shown)

    def _shaped_run(self, run: Any, text: bytes) -> tuple[Any, str, float]:
        """A run of glyphs in one font: the font, what to show, and how far it goes."""
        font, size = self._stream.add_font(run.item.analysis.font)
        count, clusters, backwards = run.glyphs.num_glyphs, run.glyphs.log_clusters, run.item.analysis.level % 2
        shown, moved = "<", 0.0
        for index in range(count):
            info = run.glyphs.glyphs[index]
            width, glyph = info.geometry.width * FROM_UNITS, info.glyph
            moved += width
            if glyph == pango.PANGO_GLYPH_EMPTY:
                shown += f">{-width * 1000 / size:.0f}<"
                continue
            if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                glyph = font.get_unused_glyph_id(glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)
            if backwards:
                end = run.item.length if index == 0 else clusters[index - 1]
            else:
                end = run.item.length if index == count - 1 else clusters[index + 1]
            offset = run.item.offset
            font.to_unicode.setdefault(glyph, text[offset + clusters[index] : offset + end].decode(errors="ignore"))
            font.widths.setdefault(glyph, round(width * 1000 / size))
            shown += f"{glyph:04x}"
            if kerning := round(font.widths[glyph] - width * 1000 / size):
                shown += f">{kerning}<"
        return font, shown + ">", moved
