"""Takes an XML invoice apart term by term, and remembers what nobody took."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from lxml import etree

from einvoice.model import Identifier, Term
from einvoice.sums import MAX_DIGITS
from einvoice.ubl.elements import tag
from einvoice.xml import location

T = TypeVar("T")

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_FIGURE = re.compile(rf"[+-]?(\d{{1,{MAX_DIGITS}}}(\.\d{{0,{MAX_DIGITS}}})?|\.\d{{1,{MAX_DIGITS}}})", re.ASCII)


class Unreadable(ValueError):
    """The document cannot become an invoice: `code` is stable, `where` is the element, `text` is for a person."""

    def __init__(self, code: str, where: str, text: str) -> None:
        super().__init__(f"{where}: {text}")
        self.code = code
        self.where = where
        self.text = text


class Unknown(Term, frozen=True, kw_only=True):
    """Something in the document that is no business term of EN 16931, or one too many."""

    where: str
    text: str


class Node:
    """An element whose children are taken one by one; what is left at the end is unknown."""

    __slots__ = ("_children", "_leaves", "_nodes", "element")

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self._leaves: list[tuple[etree._Element, tuple[str, ...]]] = []
        self._nodes: dict[Node, None] = {}
        self._children: dict[str, deque[etree._Element]] = {}
        for child in element:
            self._children.setdefault(str(child.tag), deque()).append(child)

    def text(self, name: str) -> str | None:
        """The text of the first element of that name, without space around it; None when absent or empty."""
        return self.coded(name)[0]

    def coded(self, name: str, *attributes: str) -> tuple[str | None, ...]:
        """The text of the first element of that name, and the named attributes; all None when absent."""
        waiting = self._children.get(tag(name))
        if not waiting:
            return (None,) * (1 + len(attributes))
        element = waiting.popleft()
        self._leaves.append((element, attributes))
        return (_text(element), *(element.get(attribute) or None for attribute in attributes))

    def texts(self, name: str) -> tuple[str, ...]:
        """The text of every element of that name."""
        return tuple(text for _ in range(self.count(name)) if (text := self.text(name)))

    def count(self, name: str) -> int:
        """How many elements of that name nobody has taken yet."""
        return len(self._children.get(tag(name), ()))

    def required(self, name: str, term: str) -> str:
        """The text of an element without which there is no invoice; raises Unreadable."""
        value = self.text(name)
        if value is None:
            raise self.missing(name, term)
        return value

    def missing(self, name: str, term: str) -> Unreadable:
        """What to raise when `name` is not there."""
        return Unreadable("invoice.term-missing", location(self.element), f"{term} ({name}) is missing")

    def day(self, name: str) -> date | None:
        """A date; a time zone, which no date of law has, is left as unknown."""
        value = self.text(name)
        if value is None:
            return None
        match = _DAY.fullmatch(value)
        try:
            read = date.fromisoformat(match[1]) if match else None
        except ValueError:
            read = None
        if match is None or read is None:
            raise Unreadable(
                "invoice.not-a-date", location(self._leaves[-1][0]), f"{value[:40]!r} is no date YYYY-MM-DD"
            )
        if match[2]:
            self.leave_leaf()
        return read

    def figure(self, name: str) -> Decimal | None:
        """A decimal figure exactly as written, of at most 20 digits before and after the point."""
        value = self.text(name)
        return None if value is None else self._decimal(value)

    def quantity(self, name: str, attribute: str = "unitCode") -> tuple[Decimal | None, str | None]:
        """A figure and its unit."""
        value, unit = self.coded(name, attribute)
        return (None if value is None else self._decimal(value)), unit

    def identifier(self, name: str) -> Identifier | None:
        """An identifier and its scheme."""
        value, scheme = self.coded(name, "schemeID")
        return None if value is None else Identifier(value=value, scheme=scheme)

    def one(self, name: str) -> "Node | None":
        """The first group of that name."""
        waiting = self._children.get(tag(name))
        if not waiting:
            return None
        node = Node(waiting.popleft())
        self._nodes[node] = None
        return node

    def all(self, name: str) -> list["Node"]:
        """Every group of that name."""
        return [node for _ in range(self.count(name)) if (node := self.one(name)) is not None]

    def inside(self, names: str) -> str | None:
        """The text of a leaf inside groups of its own: `inside("cac:PartyName/cbc:Name")`."""
        *groups, leaf = names.split("/")
        node: Node | None = self
        for name in groups:
            node = node.one(name) if node else None
        return node.text(leaf) if node else None

    def peek(self, names: str) -> str | None:
        """The text at the end of a path, without taking it."""
        found = self.element.find("/".join(map(tag, names.split("/"))))
        return None if found is None else _text(found)

    def peek_attribute(self, name: str, attribute: str) -> str | None:
        """An attribute of the first element of that name, without taking it."""
        found = self.element.find(tag(name))
        return None if found is None else found.get(attribute)

    def expect(self, names: str, value: str) -> None:
        """Takes a leaf that must say what the model takes for granted; otherwise leaves it as unknown."""
        if self.peek(names) == value:
            self.inside(names)

    def leave(self, node: "Node") -> None:
        """Puts a group back among what nobody took."""
        del self._nodes[node]
        self._children.setdefault(str(node.element.tag), deque()).append(node.element)

    def leave_leaf(self) -> None:
        """Puts the leaf that was taken last back among what nobody took."""
        element, _ = self._leaves.pop()
        self._children.setdefault(str(element.tag), deque()).append(element)

    def unknown(self, currencies: frozenset[str]) -> Iterator[Unknown]:
        """What nobody took of this element and of the groups taken from it.

        `currencies` are those that the model already knows amounts to be in (PEPPOL-EN16931-R051, BT-6).
        """
        for children in self._children.values():
            for child in children:
                yield Unknown(where=location(child), text=" ".join("".join(map(str, child.itertext())).split())[:200])
        for element, read in self._leaves:
            for name, value in element.attrib.items():
                if name not in read and not (name == "currencyID" and value in currencies):
                    yield Unknown(where=f"{location(element)}/@" + str(name), text=str(value)[:200])
        for node in self._nodes:
            yield from node.unknown(currencies)

    def _decimal(self, value: str) -> Decimal:
        if not _FIGURE.fullmatch(value):
            where = location(self._leaves[-1][0])
            raise Unreadable("invoice.not-a-figure", where, f"{value[:40]!r} is no figure, or has too many digits")
        return Decimal(value)


def parted(read: Iterable[tuple[bool, T]]) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """Allowances, then charges: of each it was read whether it is a charge."""
    entries: dict[bool, list[T]] = {False: [], True: []}
    for charge, entry in read:
        entries[charge].append(entry)
    return tuple(entries[False]), tuple(entries[True])


def _text(element: etree._Element) -> str | None:
    return (element.text or "").strip() or None
