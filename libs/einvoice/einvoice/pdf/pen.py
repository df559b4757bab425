"""Draws set text onto a PDF stream; what the invoice's own typeface lacks is shaped by Pango.

Apart from `text`, so that whoever only sets a page does not load WeasyPrint, which takes more than a second.
"""

from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import create_layout

from einvoice.pdf.text import Color, Ink, face


class Pen:
    """Writes lines of text as operators of a PDF text object on a WeasyPrint stream. Places in CSS pixels.

    `fonts` are the document's own by weight: the pens of all its pages share them.
    """

    def __init__(self, stream: Any, style: Any, fonts: dict[int, Any]) -> None:
        self._stream = stream
        self._style = style
        self._fonts = fonts
        self._color: Color | None = None
        self._font: tuple[Any, float] | None = None
        self._tracking = 0.0
        self._operators: list[str] = []

    def taken(self) -> str:
        """What was written since this was last asked."""
        operators, self._operators = self._operators, []
        return "\n".join(operators)

    def write(self, text: str, x: float, y: float, ink: Ink, *, right: bool = False) -> None:
        """One line with its baseline at `y`, from `x` on, or ending there when `right`."""
        if not text.strip():
            return
        if ink.color != self._color:
            self._color = ink.color
            self._operators.append("{:g} {:g} {:g} rg".format(*ink.color))
        if ink.tracking != self._tracking:
            self._tracking = ink.tracking
            self._operators.append(f"{ink.tracking:.3f} Tc")
        known = face(ink.weight)
        font, seen = self._own_font(ink)
        if not seen.issuperset(text):
            if not known.knows(text):
                self._write_shaped(text, x, y, ink, right)
                return
            seen.update(text)
            glyphs = {known.glyphs[char]: char for char in text}
            font.to_unicode |= glyphs | font.to_unicode
            font.widths |= {glyph: round(known.widths[char] * 1000) for glyph, char in glyphs.items()} | font.widths
        start = x - known.width(text, ink.size) - ink.tracking * len(text) if right else x
        self._show(font, ink.size, start, y, known.shown(text))

    def _show(self, font: Any, size: float, x: float, y: float, shown: str) -> None:
        if (font.hash, size) != self._font:
            self._font = font.hash, size
            self._operators.append(f"/{font.hash} {size:.4f} Tf")
        self._operators.append(f"1 0 0 -1 {x:.3f} {y:.3f} Tm [{shown}] TJ")

    def _own_font(self, ink: Ink) -> tuple[Any, set[str]]:
        """WeasyPrint's font for our face, which puts the file into the document, and which characters it has got."""
        if ink.weight not in self._fonts:
            _owner, line = self._line("0", ink)  # The layout owns the line: it must outlive it.
            self._fonts[ink.weight] = self._stream.add_font(line.runs[0].data.item.analysis.font)[0], set()
        found: tuple[Any, set[str]] = self._fonts[ink.weight]
        return found

    def _line(self, text: str, ink: Ink) -> tuple[Any, Any]:
        style = self._style.copy()
        style["font_size"], style["font_weight"], style["white_space"] = ink.size, ink.weight, "pre"
        layout = create_layout(text, style, None, None, 0)
        return layout, layout.get_first_line()[0]

    def _write_shaped(self, text: str, x: float, y: float, ink: Ink, right: bool) -> None:
        layout, line = self._line(text, ink)
        pieces, width, run = [], 0.0, line.runs[0]
        while run != ffi.NULL:
            font, shown, advance = self._shaped_run(run.data, layout.text.encode())
            pieces.append((font, shown, width))
            width, run = width + advance, run.next
        start = x - width if right else x
        for font, shown, offset in pieces:
            self._show(font, ink.size, start + offset, y, shown)

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
