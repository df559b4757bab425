"""Gives a drawn image a structure tree of its own, so that a screen reader walks through a table cell by cell.

To WeasyPrint a drawn image is one Figure. While it draws, the content of each element is put aside; when the document
is finished each gets its number on the page, and the Figure becomes Table, rows and cells (ISO 32000-1, 14.7 and
14.8.4.3; PDF/UA-1, 7.5). Elements are written as bytes: an invoice of 620 lines has 5,000 of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf  # type: ignore[import-untyped]

from einvoice.pdf.pen import Pen
from einvoice.pdf.text import Ink

COLUMN_HEAD, ROW_HEAD = "/Scope /Column", "/Scope /Row"


@dataclass(slots=True)
class Element:
    """An element of the tree, with elements or with lines of text inside; `attributes` are those of a table's cell."""

    kind: str
    attributes: str = ""
    inside: list["Element"] = field(default_factory=list)
    lines: list[tuple[str, float, float, Ink, bool]] = field(default_factory=list)

    def add(self, kind: str, attributes: str = "") -> "Element":
        element = Element(kind, attributes)
        self.inside.append(element)
        return element

    def write(self, text: str, x: float, y: float, ink: Ink, *, right: bool = False) -> None:
        """One line with its baseline at `y`, from `x` on, or ending there when `right`."""
        self.lines.append((text, x, y, ink, right))

    def leaves(self) -> Iterator["Element"]:
        """The elements that content belongs to, in the order they are read."""
        if not self.inside:
            yield self
        for element in self.inside:
            yield from element.leaves()


class _Contents(pydyf.Object):  # type: ignore[misc]
    """What was drawn of each leaf, numbered from `first` on: a piece of the page's content stream."""

    def __init__(self, pieces: list[tuple[str, str]]) -> None:
        super().__init__()
        self._pieces = pieces
        self.first = 0

    @property
    def data(self) -> bytes:
        numbered = enumerate(self._pieces, self.first)
        marked = [f"/{kind} <</MCID {number}>> BDC\n{drawn}\nEMC" for number, (kind, drawn) in numbered]
        return "\n".join(marked).encode()


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are given instead of put together from a dictionary."""

    data = b""


class ElementTree:
    """The elements of one drawn image, on their way into the document's tree."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._stream: Any = None
        self._contents: Any = None
        self._figure_id = 0

    def draw(self, stream: Any, pen: Pen) -> None:
        """Write the text of all elements, in place of the Figure's own marked content, which is left empty."""
        pieces = []
        for leaf in self.root.leaves():
            for text, x, y, ink, right in leaf.lines:
                pen.write(text, x, y, ink, right=right)
            pieces.append((leaf.kind, pen.taken()))
        self._stream, self._contents = stream, _Contents(pieces)
        self._figure_id = len(stream._tags) - 1
        stream.begin_text()
        stream.stream.append(self._contents)
        stream.end_text()

    def finish(self, pdf: Any) -> None:
        """Number the contents and hang the elements into the document's tree, in place of the Figure."""
        page_contents = self._stream.reference
        page = next(i for i, ref in enumerate(pdf.page_references) if _object(pdf, ref)["Contents"] == page_contents)
        tree = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])
        parents = tree["Nums"][2 * page + 1]
        figure = _object(pdf, parents[self._figure_id])
        for key in ("A", "Alt"):
            figure.pop(key, None)
        self._contents.first = len(parents)
        hanging = _Hanging(pdf, parents, figure["Pg"].decode(), self._figure_id)
        figure["S"] = f"/{self.root.kind}"
        inside = [hanging.hang(element, figure.number) for element in self.root.inside]
        figure["K"] = pydyf.Array([f"{number} 0 R" for number in inside])


class _Hanging:
    """Makes objects of elements; the empty content of the Figure needs an owner, which the first leaf becomes."""

    def __init__(self, pdf: Any, parents: Any, page: str, figure_id: int) -> None:
        self._pdf, self._parents, self._page = pdf, parents, page
        self._unowned: int | None = figure_id

    def hang(self, element: Element, parent: int) -> int:
        written = _Written()
        self._pdf.add_object(written)
        number: int = written.number
        if element.inside:
            kids = " ".join([f"{self.hang(kid, number)} 0 R" for kid in element.inside])
        else:
            kids = str(len(self._parents))
            self._parents.append(written.reference)
            if self._unowned is not None:
                kids = f"{self._unowned} {kids}"
                self._parents[self._unowned] = written.reference
                self._unowned = None
        attributes = f"/A <</O /Table {element.attributes}>>" if element.attributes else ""
        page = "" if element.inside else f"/Pg {self._page}"
        written.data = f"<</S /{element.kind}/K [{kids}]{page}/P {parent} 0 R{attributes}>>".encode()
        return number


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
