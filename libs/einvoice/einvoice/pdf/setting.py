"""Sets text of a drawn block in lines, or says that it should be laid out instead."""

from collections.abc import Sequence

from einvoice.pdf.tags import Element
from einvoice.pdf.text import ELLIPSIS, LEADING, Ink, baseline, face

LINES_MAX = 6  # Of one text; longer ones are laid out.


class LaidOut(Exception):
    """A text needs more than drawing: another typeface, or more room than there is."""


def write(
    element: Element,
    lines: Sequence[str],
    x: float,
    top: float,
    ink: Ink,
    line_height: float | None = None,
    *,
    right: bool = False,
) -> None:
    height = line_height or LEADING * ink.size
    for number, line in enumerate(lines):
        element.write(line, x, top + number * height + baseline(ink.size, height), ink, right=right)


def lines_of(text: str, ink: Ink, width: float, lines_max: int = LINES_MAX) -> list[str]:
    """The text broken to a width; raises LaidOut when it should be laid out instead."""
    known, text = face(ink.weight), text.replace("\n", " ")
    lines = known.wrap(text, ink.size, width, lines_max)
    if not known.knows(text) or lines[-1].endswith(ELLIPSIS):
        raise LaidOut
    return lines


def one_line(text: str, ink: Ink, width: float) -> str:
    lines = lines_of(text, ink, width - ink.tracking * len(text), 1)
    return lines[0]
