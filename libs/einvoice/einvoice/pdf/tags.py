"""Gives drawn rows the structure tree of a table, so that a screen reader walks through them cell by cell.

To WeasyPrint a drawn image is one Figure. While it draws, each cell is marked with a number of its own that is not yet
known; when the document is finished the numbers are given, and the Figure becomes Table, rows and cells (ISO 32000-1,
14.7 and 14.8.4.3; PDF/UA-1, 7.5).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf  # type: ignore[import-untyped]


@dataclass(slots=True)
class _Cell:
    is_head: bool
    columns: int
    mark: Any  # The dictionary in the content stream that will carry the marked-content id.


@dataclass(slots=True)
class TableTags:
    """The rows and cells of one drawn image, gathered while it is drawn."""

    stream: Any = None
    rows: list[list[_Cell]] = field(default_factory=list)
    _figure_id: int = 0

    @contextmanager
    def table(self, stream: Any) -> Iterator[None]:
        """Around all drawing of the image: leaves the Figure's own marked content empty."""
        if stream._tags is None:
            yield
            return
        self.stream, self._figure_id = stream, len(stream._tags) - 1
        stream.end_marked_content()
        yield
        stream.begin_marked_content("Artifact")  # WeasyPrint ends it, believing it to be the Figure.

    def row(self) -> None:
        self.rows.append([])

    @contextmanager
    def cell(self, stream: Any, *, is_head: bool = False, columns: int = 1) -> Iterator[None]:
        if self.stream is None:
            yield
            return
        mark = pydyf.Dictionary({"MCID": 0})
        self.rows[-1].append(_Cell(is_head, columns, mark))
        stream.begin_marked_content("TH" if is_head else "TD", mark)
        yield
        stream.end_marked_content()

    def finish(self, pdf: Any) -> None:
        """Number the cells and hang them into the document's tree, in place of the Figure."""
        if self.stream is None:
            return
        contents = self.stream.reference
        page = next(i for i, ref in enumerate(pdf.page_references) if _object(pdf, ref)["Contents"] == contents)
        tree = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])
        parents = tree["Nums"][2 * page + 1]
        table = _object(pdf, parents[self._figure_id])
        table["S"] = "/Table"
        for key in ("A", "Alt"):
            table.pop(key, None)
        table["K"] = pydyf.Array()
        for cells in self.rows:
            row = _element(pdf, "TR", table)
            for cell in cells:
                element = _element(pdf, "TH" if cell.is_head else "TD", row)
                attributes = {"O": "/Table"} | ({"Scope": "/Column"} if cell.is_head else {})
                if cell.columns > 1:
                    attributes["ColSpan"] = str(cell.columns)
                if len(attributes) > 1:
                    element["A"] = pydyf.Dictionary(attributes)
                cell.mark["MCID"] = len(parents)
                element["K"].append(len(parents))
                parents.append(element.reference)
        first = _object(pdf, _object(pdf, table["K"][0])["K"][0])
        first["K"].insert(0, self._figure_id)
        parents[self._figure_id] = first.reference


def _element(pdf: Any, kind: str, parent: Any) -> Any:
    element = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": f"/{kind}",
            "K": pydyf.Array(),
            "Pg": parent["Pg"],
            "P": parent.reference,
        }
    )
    pdf.add_object(element)
    parent["K"].append(element.reference)
    return element


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
