"""A block of the page that is drawn, not laid out: rules and lines of text at places that are known."""

from collections.abc import Iterable
from typing import Any

from einvoice.pdf.pen import Pen
from einvoice.pdf.tags import Element, ElementTree
from einvoice.pdf.text import Color, Ink

INK: Color = (0.106, 0.153, 0.2)
GREY: Color = (0.353, 0.404, 0.451)
HEAD_GREY: Color = (0.318, 0.376, 0.427)
BLUE: Color = (0.043, 0.31, 0.424)
RULE_GREY: Color = (0.882, 0.906, 0.922)
HEAD_RULE_GREY: Color = (0.812, 0.843, 0.871)

_ROUND = 0.5523  # How far a curve's handle reaches along a quarter of a circle.

Rule = tuple[Color, float, float, float, float]


class DrawnBlock:
    """A block as an image in the sense of WeasyPrint's `cache=` option, with the structure tree of what it shows."""

    def __init__(self, kind: str, width: float, fonts: dict[int, Any]) -> None:
        self.width, self.height = width, 0.0
        self.root = Element(kind)
        self._fonts = fonts
        self._rules: list[Rule] = []
        self._surfaces: list[str] = []
        self._tree: ElementTree | None = None

    def rule(self, color: Color, x: float, y: float, width: float, height: float) -> None:
        """A filled rectangle, which says nothing to a screen reader."""
        self._rules.append((color, x, y, width, height))

    def surface(self, color: Color, x: float, width: float, height: float, left: float, right: float) -> None:
        """A filled surface from the top, whose corners at the left and at the right have these radii."""
        self._surfaces.append("{:g} {:g} {:g} rg".format(*color))
        self._surfaces.append(_rounded(x, x + width, height, left, right))

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return self.width, self.height, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        stream.end_marked_content()  # Of the Figure that WeasyPrint takes it for.
        with stream.artifact():
            stream.stream.append("\n".join([*self._surfaces, *_painted(self._rules)]))
        self._tree = ElementTree(self.root)
        self._tree.draw(stream, Pen(stream, style, self._fonts))
        stream.begin_marked_content("Artifact")  # WeasyPrint ends it, believing it to be the Figure.

    def finish(self, pdf: Any) -> None:
        """Give what was drawn its place in the document's structure tree."""
        if self._tree:
            self._tree.finish(pdf)


class DrawnFoot:
    """What stands at the foot of each page: decoration to a screen reader, drawn once a page by the same image."""

    def __init__(self, width: float, height: float, fonts: dict[int, Any]) -> None:
        self._width, self._height, self._fonts = width, height, fonts
        self._page = 0
        self.pages = 0
        self.rules: list[Rule] = []
        self.content = Element("Artifact")
        self.number: tuple[str, float, float, Ink] = ("", 0, 0, Ink(1, INK))
        """What stands before the number of the page, and where that ends."""

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return self._width, self._height, self._width / self._height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        self._page += 1
        stream.end_marked_content()
        stream.begin_marked_content("Artifact")
        stream.stream.append("\n".join(_painted(self.rules)))
        pen = Pen(stream, style, self._fonts)
        for text, x, y, ink, right in self.content.lines:
            pen.write(text, x, y, ink, right=right)
        label, x, y, ink = self.number
        pen.write(f"{label} {self._page} / {self.pages}", x, y, ink, right=True)
        stream.begin_text()
        stream.stream.append(pen.taken())
        stream.end_text()


def _painted(rules: Iterable[Rule]) -> Iterable[str]:
    last = None
    for color, *rectangle in rules:
        if color != last:
            last = color
            yield "{:g} {:g} {:g} rg".format(*color)
        yield "{:.3f} {:.3f} {:.3f} {:.3f} re f".format(*rectangle)


def _rounded(x1: float, x2: float, height: float, left: float, right: float) -> str:
    """A rectangle with round corners, each a Bezier curve, filled."""
    near_left, near_right = left * (1 - _ROUND), right * (1 - _ROUND)
    return (
        f"{x1 + left:.3f} 0 m {x2 - right:.3f} 0 l\n"
        f"{x2 - near_right:.3f} 0 {x2:.3f} {near_right:.3f} {x2:.3f} {right:.3f} c {x2:.3f} {height - right:.3f} l\n"
        f"{x2:.3f} {height - near_right:.3f} {x2 - near_right:.3f} {height:.3f} {x2 - right:.3f} {height:.3f} c\n"
        f"{x1 + left:.3f} {height:.3f} l\n"
        f"{x1 + near_left:.3f} {height:.3f} {x1:.3f} {height - near_left:.3f} {x1:.3f} {height - left:.3f} c\n"
        f"{x1:.3f} {left:.3f} l {x1:.3f} {near_left:.3f} {x1 + near_left:.3f} 0 {x1 + left:.3f} 0 c f"
    )
