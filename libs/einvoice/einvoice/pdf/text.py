"""Sets text without layout boxes: widths and glyphs straight from the invoice's own fonts; `pen` draws them.

A box of text costs WeasyPrint about a millisecond; an invoice of 620 lines has 5,000 of them. Text in characters of the
invoice's own typeface is therefore looked up glyph by glyph; any other (Arabic, Chinese, emoji) is shaped by Pango.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import pairwise
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

PX = 4 / 3  # CSS pixels in a point
MM = 96 / 25.4  # CSS pixels in a millimetre
LEADING = 1.42  # The height of a line in parts of its text's size, as `html` in templates/invoice.css has it.
REGULAR, MEDIUM, SEMI_BOLD = 400, 500, 600
_FILES = {REGULAR: "InvoiceSans-Regular.otf", MEDIUM: "InvoiceSans-Medium.otf", SEMI_BOLD: "InvoiceSans-SemiBold.otf"}
_ASCENT, _DESCENT = 0.96875, 0.24148  # Of the typeface, in parts of its size.

# How wide a character of another typeface may be, in parts of the font's size; only lines are broken by it.
FOREIGN_WIDTH, FOREIGN_WIDE_WIDTH = 0.65, 1.0
ELLIPSIS = "…"
PAIRS_KEPT_MAX = 50_000
TEXTS_KEPT_MAX = 10_000
"""Of how many texts a face keeps the width: each is asked for its column, to break it, and to end it at the right."""

_SPACES = re.compile("[ \t]+")

Color = tuple[float, float, float]


class Ink(NamedTuple):
    """How a line of text looks; sizes and the tracking (space between letters) in CSS pixels."""

    size: float
    color: Color
    weight: int = REGULAR
    tracking: float = 0.0


def baseline(size: float, line_height: float) -> float:
    """From the top of a line to the feet of its letters, as CSS centres text of `size` in a line."""
    return (line_height - (_ASCENT + _DESCENT) * size) / 2 + _ASCENT * size


class _Kerning(dict[str, float]):
    """The space between two characters, asked from the font's table GPOS when a pair first occurs.

    Pairs come from strangers' texts: when there are too many they are forgotten, and asked again.
    """

    def __init__(self, font: Any, names: dict[int, str]) -> None:
        self._names = names
        lookups = font["GPOS"].table.LookupList.Lookup
        self._tables = [table for lookup in lookups if lookup.LookupType == 2 for table in lookup.SubTable]
        for table in self._tables:
            table.ensureDecompiled(recurse=True)
        self._units: int = font["head"].unitsPerEm

    def __missing__(self, pair: str) -> float:
        if len(self) >= PAIRS_KEPT_MAX:
            self.clear()
        self[pair] = space = self._space(*(self._names[ord(char)] for char in pair)) if len(pair) == 2 else 0.0
        return space

    def _space(self, left: str, right: str) -> float:
        for table in self._tables:
            if left not in table.Coverage.glyphs:
                continue
            if table.Format == 1:
                pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
                found = [pair.Value1 for pair in pairs if pair.SecondGlyph == right]
                if not found:
                    continue
                value = found[0]
            else:
                classes = table.ClassDef1.classDefs.get(left, 0), table.ClassDef2.classDefs.get(right, 0)
                value = table.Class1Record[classes[0]].Class2Record[classes[1]].Value1
            return (getattr(value, "XAdvance", 0) or 0) / self._units
        return 0.0


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
            self._kerning = _Kerning(font, names)
        self._advance = lru_cache(maxsize=TEXTS_KEPT_MAX)(self._summed)
        self._shown = {char: f"{glyph:04x}" for char, glyph in self.glyphs.items()}

    def knows(self, text: str) -> bool:
        return self.glyphs.keys() >= set(text)

    def width(self, text: str, size: float) -> float:
        """The width in the unit of `size`; an estimate for characters of other typefaces."""
        return size * self._advance(text)

    def _summed(self, text: str) -> float:
        widths, kerning = self.widths, self._kerning
        try:
            apart = sum([widths[char] for char in text])
        except KeyError:
            return sum([widths[char] if char in widths else _foreign_width(char) for char in text])
        return apart + sum([kerning[left + right] for left, right in pairwise(text)])

    def shown(self, text: str) -> str:
        """A text that the face knows, as the operand of TJ: glyphs, and between them what kerning takes away."""
        kerning, shown, glyphs = self._kerning, self._shown, ["<"]
        for left, right in pairwise(text):
            glyphs.append(shown[left])
            if space := kerning[left + right]:
                glyphs.append(f">{round(-1000 * space)}<")
        return "".join([*glyphs, shown[text[-1]], ">"])

    def wrap(self, text: str, size: float, width: float, lines_max: int) -> list[str]:
        """The text in lines no wider than `width`: broken at spaces, or anywhere in a word that is wider alone."""
        if "\n" not in text and "\t" not in text and "  " not in text and self.width(text, size) <= width:
            return [text]
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for word in _SPACES.sub(" ", paragraph).strip(" ").split(" "):
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
