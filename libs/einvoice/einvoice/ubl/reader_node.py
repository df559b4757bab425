"""Takes an XML invoice apart term by term, and remembers what nobody took."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, TypeVar

from lxml import etree

from einvoice.model import Identifier, Term
from einvoice.sums import MAX_DIGITS
from einvoice.ubl.elements import tag
from einvoice.xml import location

T = TypeVar("T")

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_FIGURE = re.compile(rf"[+-]?(\d{{1,{MAX_DIGITS}}}(\.\d{{0,{MAX_DIGITS}}})?|\.\d{{1,{MAX_DIGITS}}})", re.ASCII)


class _Tags(dict[str, str]):
    """Full names by prefixed ones: a look-up where `tag` would be a call."""

    def __missing__(self, name: str) -> str:
        found = self[name] = tag(name)
        return found


_TAGS = _Tags()
_Leaf: TypeAlias = tuple[etree._Element, Sequence[tuple[Any, Any]], tuple[str, ...]]
"""An element, its attributes, and the names of those that were read."""


@cache
def _steps(names: str) -> list[str]:
    return names.split("/")


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
    """An element whose children are taken one by one; what is left at the end is unknown.

    An invoice of thousands of lines makes thousands of these, so each holds no more than it needs.
    """

    __slots__ = ("_disordered", "_last", "_leaves", "_nodes", "_others", "_waiting", "element")

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self._last = element  # the leaf that was taken last
        self._leaves: list[_Leaf] | None = None  # those taken that have attributes
        self._nodes: dict[Node, None] | None = None  # the groups taken
        self._others: dict[str, list[etree._Element]] | None = None  # behind the first of their name
        self._disordered = False  # whether names wait in another order than the document has them
        waiting: dict[str, etree._Element] = {}  # the first of each name that nobody has taken yet
        for child in element:
            name = str(child.tag)
            if name in waiting:
                self._wait_behind(name, child)
            else:
                waiting[name] = child
        self._waiting = waiting

    def text(self, name: str) -> str | None:
        """The text of the first element of that name, without space around it; None when absent or empty."""
        element = self._waiting.pop(_TAGS[name], None)
        if element is None:
            return None
        if self._others:
            self._next_waits(_TAGS[name])
        self._last = element
        if len(element) or element.items():
            self._note(element, element.items(), ())
        text = element.text
        return (text.strip() or None) if text else None

    def written(self, name: str) -> str | None:
        """As `text`, with the space that stands around it."""
        element = self._waiting.get(_TAGS[name])
        stripped = self.text(name)
        return None if element is None or stripped is None else element.text

    def coded(self, name: str, *attributes: str) -> tuple[str | None, ...]:
        """The text of the first element of that name, and the named attributes; all None when absent."""
        element = self._take(_TAGS[name])
        if element is None:
            return (None,) * (1 + len(attributes))
        self._last = element
        self._note(element, element.items(), attributes)
        return (_text(element), *[element.get(attribute) or None for attribute in attributes])

    def texts(self, name: str) -> tuple[str, ...]:
        """The text of every element of that name."""
        elements = self._take_all(_TAGS[name])
        for element in elements:
            self._note(element, element.items(), ())
        return tuple(text for element in elements if (text := _text(element)))

    def count(self, name: str) -> int:
        """How many elements of that name nobody has taken yet."""
        return len(self._all_waiting(_TAGS[name]))

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
            raise Unreadable("invoice.not-a-date", location(self._last), f"{value[:40]!r} is no date YYYY-MM-DD")
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
        element = self._take(_TAGS[name])
        if element is None:
            return None
        node = Node(element)
        if self._nodes is None:
            self._nodes = {}
        self._nodes[node] = None
        return node

    def all(self, name: str) -> list["Node"]:
        """Every group of that name."""
        if _TAGS[name] not in self._waiting:
            return []
        nodes = list(map(Node, self._take_all(_TAGS[name])))
        self._nodes = (self._nodes or {}) | dict.fromkeys(nodes)
        return nodes

    def inside(self, names: str) -> str | None:
        """The text of a leaf inside groups of its own: `inside("cac:PartyName/cbc:Name")`."""
        *groups, leaf = _steps(names)
        if not groups:
            return self.text(leaf)
        first, *groups = groups
        element = self._waiting.get(_TAGS[first])
        if element is None:
            return None
        if not groups and len(element) == 1 and _is_plain(alone := element[0], _TAGS[leaf]):
            self._take(_TAGS[first])
            return _text(alone)
        node = self.one(first)
        for name in groups:
            node = node.one(name) if node else None
        return node.text(leaf) if node else None

    def peek(self, names: str) -> str | None:
        """The text at the end of a path, without taking it. Asked of a group of which nobody has taken that yet."""
        first, *others = map(_TAGS.__getitem__, _steps(names))
        found = self._all_waiting(first)
        for name in others:
            found = [child for element in found for child in element if child.tag == name]
        return _text(found[0]) if found else None

    def peek_attribute(self, name: str, attribute: str) -> str | None:
        """An attribute of the first element of that name, without taking it; asked as `peek` is."""
        found = self._waiting.get(_TAGS[name])
        return None if found is None else found.get(attribute)

    def expect(self, names: str, value: str) -> None:
        """Takes a leaf that must say, in letters of any case, what the model takes for granted; else it is unknown."""
        if (self.peek(names) or "").upper() == value.upper():
            self.inside(names)

    def leave(self, node: "Node") -> None:
        """Puts a group back among what nobody took."""
        if self._nodes:
            del self._nodes[node]
        self._put_back(node.element)

    def leave_leaf(self) -> None:
        """Puts the leaf that was taken last back among what nobody took."""
        if self._leaves and self._leaves[-1][0] is self._last:
            self._leaves.pop()
        self._put_back(self._last)

    def unknown(self, currencies: frozenset[str]) -> Iterator[Unknown]:
        """What nobody took of this element and of the groups taken from it.

        `currencies` are those that the model already knows amounts to be in (PEPPOL-EN16931-R051, BT-6).
        """
        if self._waiting:
            for child in self._in_order():
                yield Unknown(where=location(child), text=_all_text(child))
        for element, told, read in self._leaves or ():
            for child in element:  # A leaf has none, by any schema; so their text, and what follows it, is not read.
                yield Unknown(where=location(child), text=_all_text(child))
            for attribute, value in told:
                if attribute not in read and not (attribute == "currencyID" and value in currencies):
                    yield Unknown(where=f"{location(element)}/@{attribute}", text=value[:200])
        for node in self._nodes or ():
            if node._waiting or node._leaves or node._nodes:
                yield from node.unknown(currencies)

    def _take(self, name: str) -> etree._Element | None:
        """The first element of that name, which waits no more; the next one does."""
        element = self._waiting.pop(name, None)
        if self._others:
            self._next_waits(name)
        return element

    def _next_waits(self, name: str) -> None:
        others = self._others.get(name) if self._others else None
        if others:
            self._waiting[name] = others.pop(0)
            self._disordered = True

    def _take_all(self, name: str) -> list[etree._Element]:
        """Every element of that name that waits, and now waits no more."""
        found = self._all_waiting(name)
        self._waiting.pop(name, None)
        if self._others:
            self._others.pop(name, None)
        return found

    def _all_waiting(self, name: str) -> list[etree._Element]:
        first = self._waiting.get(name)
        if first is None:
            return []
        return [first, *self._others.get(name, ())] if self._others else [first]

    def _in_order(self) -> Iterator[etree._Element]:
        """What waits: names in the order in which the document first has them, all elements of one together."""
        names: Iterable[str] = self._waiting
        if self._disordered:
            names = dict.fromkeys(str(child.tag) for child in self.element)
        for name in names:
            yield from self._all_waiting(name)

    def _note(self, element: etree._Element, told: Sequence[tuple[Any, Any]], read: tuple[str, ...]) -> None:
        """A leaf is taken that has these attributes, and those of `read` were read of it; or it has children."""
        if told or len(element):
            if self._leaves is None:
                self._leaves = []
            self._leaves.append((element, told, read))

    def _put_back(self, element: etree._Element) -> None:
        """Behind those of its name."""
        name = str(element.tag)
        if name in self._waiting:
            self._wait_behind(name, element)
        else:
            self._waiting[name] = element
            self._disordered = True

    def _wait_behind(self, name: str, element: etree._Element) -> None:
        if self._others is None:
            self._others = {}
        self._others.setdefault(name, []).append(element)

    def _decimal(self, value: str) -> Decimal:
        if not _FIGURE.fullmatch(value):
            value = _without_idle_zeros(value)
        if not _FIGURE.fullmatch(value):
            where = location(self._last)
            raise Unreadable("invoice.not-a-figure", where, f"{value[:40]!r} is no figure, or has too many digits")
        return Decimal(value)


def _without_idle_zeros(figure: str) -> str:
    """The figure without the zeros that end its decimals, of which a lawful document can have any number."""
    whole, point, decimals = figure.partition(".")
    return f"{whole}{point}{decimals.rstrip('0')}"


def _all_text(element: etree._Element) -> str:
    """What stands in an element, and what follows it in a leaf that has children."""
    return " ".join(f"{''.join(map(str, element.itertext()))} {element.tail or ''}".split())[:200]


def parted(read: Iterable[tuple[bool, T]]) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """Allowances, then charges: of each it was read whether it is a charge."""
    entries: dict[bool, list[T]] = {False: [], True: []}
    for charge, entry in read:
        entries[charge].append(entry)
    return tuple(entries[False]), tuple(entries[True])


def _is_plain(element: etree._Element, name: str) -> bool:
    """Whether it is of that name, and nothing can be unknown in its attributes, as it has none."""
    return element.tag == name and not element.items()


def _text(element: etree._Element) -> str | None:
    return (element.text or "").strip() or None
