"""The paths elements stand at (Invoice/cac:InvoiceLine/cbc:ID): each is one record, shared by all documents."""

from __future__ import annotations

from sys import intern
from typing import Any

from schematron.errors import NotReadable

PATHS_MAX = 20_000
"""Paths the shared table holds before it is renewed; the whole of UBL as invoices use it has some 3,000."""

DOCUMENT_PATHS_MAX = 5_000
"""Paths one document may have; beyond it the document is refused, since each new path costs a decision per rule."""

DEPTH_MAX = 100
"""Elements that may stand inside one another."""


def name(uri: str, local: str) -> str:
    """A name as paths, children and attributes keep it: "uri local", or "local" alone without a namespace.

    Interned, so that a look-up by it compares two pointers.
    """
    return intern(f"{uri} {local}" if uri else local)


class Path:
    """One distinct path. What can be decided from names alone (which rules can match) is decided here, once."""

    __slots__ = ("below", "depth", "local", "name", "parent", "plans", "prefix", "uri")

    def __init__(self, parent: Path | None, expat_name: str) -> None:
        parts = expat_name.split(" ")
        self.uri = parts[0] if len(parts) > 1 else ""
        self.local = parts[1] if len(parts) > 1 else parts[0]
        self.prefix = parts[2] if len(parts) > 2 else ""
        self.name = name(self.uri, self.local)
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.below: dict[str, Path] = {}
        self.plans: dict[Any, Any] = {}

    @property
    def lexical_name(self) -> str:
        """The name as the document writes it: what XPath's name() gives."""
        return f"{self.prefix}:{self.local}" if self.prefix else self.local

    def lineage(self) -> list[Path]:
        """This path and those above it, from the root element down; empty for the document node."""
        found: list[Path] = []
        path = self
        while path.parent is not None:
            found.append(path)
            path = path.parent
        return found[::-1]


class PathTable:
    """Gives each distinct path its record. `top` is the path of the document node."""

    def __init__(self) -> None:
        self.top = Path(None, "")
        self.size = 0

    def add(self, parent: Path, expat_name: str) -> Path:
        """The record of a path not met before. Two threads that meet it at once get the same record.

        Raises NotReadable when the document goes too deep, or brings more new paths than one document may have.
        """
        if parent.depth >= DEPTH_MAX:
            raise NotReadable(f"elements stand more than {DEPTH_MAX} deep")
        if self.size >= PATHS_MAX + DOCUMENT_PATHS_MAX:
            raise NotReadable(f"more than {DOCUMENT_PATHS_MAX} distinct paths")
        self.size += 1
        return parent.below.setdefault(intern(expat_name), Path(parent, expat_name))


_shared = PathTable()


def shared_table() -> PathTable:
    """The table all documents share; renewed when full, so that hostile documents cannot fill the memory."""
    global _shared
    if _shared.size >= PATHS_MAX:
        _shared = PathTable()
    return _shared


def matches(test: str, path: Path) -> bool:
    """Does a name test fit? "uri local" and "local" are whole names; "*", "* local" and "uri *" have stars."""
    if test == path.name or test == "*":
        return True
    if test.startswith("* "):
        return test[2:] == path.local
    return test.endswith(" *") and test[:-2] == path.uri
