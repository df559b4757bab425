"""A document as the rules read it: elements that know their path, their children by name, and their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NoReturn
from xml.parsers import expat

from lxml import etree

from schematron.errors import NotReadable
from schematron.paths import DOCUMENT_PATHS_MAX, Path, PathTable, matches, shared_table

NONE: Sequence[Any] = ()
_NO_CHILDREN: dict[str, list[Element]] = {}


class Element:
    """One element, or the document node. Its text is a slice of the texts of the document, joined when asked for."""

    __slots__ = ("_texts", "attributes", "children", "first_text", "last_text", "order", "parent", "path", "value")

    path: Path
    parent: Element  # of the document node: an element that is nowhere and has nothing
    children: dict[str, list[Element]]  # by name, each in document order
    attributes: dict[str, str]  # by "local", or "uri local prefix" in a namespace
    order: int  # place in document order; the document node is -1
    first_text: int
    last_text: int
    value: str  # XPath's string value
    _texts: list[str]  # of the whole document

    def __getattr__(self, missing: str) -> Any:
        """`value` is joined at its first use; leaves have it from the start."""
        if missing != "value":
            raise AttributeError(missing)
        self.value = "".join(self._texts[self.first_text : self.last_text])
        return self.value

    def child_elements(self) -> list[Element]:
        """All child elements, in document order."""
        if len(self.children) == 1:
            return next(iter(self.children.values()))
        found = [child for children in self.children.values() for child in children]
        found.sort(key=by_order)
        return found

    def children_that(self, test: str) -> list[Element]:
        """The child elements a name test with a star fits."""
        return [child for child in self.child_elements() if matches(test, child.path)]

    def text_nodes(self) -> list[str]:
        """The values of the text() children. Comments and child elements part them, as XPath has it."""
        texts: list[str] = []
        at = self.first_text
        for child in self.child_elements():
            texts += self._texts[at : child.first_text]
            at = child.last_text
        return texts + self._texts[at : self.last_text]

    def attribute(self, test: str) -> list[str]:
        """The values of the attributes a name test fits, where the name has a namespace or a star."""
        return [value for key, value in self.attributes.items() if matches(test, Path(None, key))]

    def where(self) -> str:
        """An XPath to this element in the names of the document, as /Invoice/cac:InvoiceLine[2]."""
        if self.path.parent is None:
            return "/"
        steps: list[str] = []
        element = self
        while element.path.parent is not None:
            alike = element.parent.children[element.path.name]
            place = f"[{alike.index(element) + 1}]" if len(alike) > 1 else ""
            steps.append(element.path.lexical_name + place)
            element = element.parent
        return "/" + "/".join(reversed(steps))


def by_order(element: Element) -> int:
    """The sort key of document order."""
    return element.order


class Document:
    """A document that has been read: its document node, and its elements by path and in document order."""

    __slots__ = ("_named", "_paths_named", "by_path", "elements", "node")

    def __init__(self, node: Element, elements: list[Element], by_path: dict[Path, list[Element]]) -> None:
        self.node = node
        self.elements = elements
        self.by_path = by_path
        self._named: dict[str, list[Element]] = {}
        self._paths_named: dict[str, list[Path]] = {}
        for path in by_path:
            self._paths_named.setdefault(path.name, []).append(path)

    @property
    def root(self) -> Element:
        """The root element."""
        return self.elements[0]

    def named(self, test: str) -> list[Element]:
        """Every element a name test fits, in document order: what //name means."""
        found = self._named.get(test)
        if found is None:
            found = self._named[test] = self._find_named(test)
        return found

    def _find_named(self, test: str) -> list[Element]:
        if "*" in test:
            paths = [path for path in self.by_path if path.depth and matches(test, path)]
        else:
            paths = self._paths_named.get(test, [])
        if len(paths) == 1:
            return self.by_path[paths[0]]
        return sorted((element for path in paths for element in self.by_path[path]), key=by_order)

    def attribute_values(self, test: str) -> list[str]:
        """The values of every attribute with this name, in document order: what //@name means."""
        if " " in test or test == "*":
            return [value for element in self.elements for value in element.attribute(test)]
        return [element.attributes[test] for element in self.elements if test in element.attributes]

    def __iter__(self) -> Iterator[Element]:
        return iter(self.elements)


def read(source: bytes | etree._Element | Document) -> Document:
    """The document in `source`: XML bytes, an lxml element taken as a whole document, or one already read.

    Raises NotReadable when it is not well-formed, has a DOCTYPE (entities are never expanded), is deeper than
    DEPTH_MAX or has more than DOCUMENT_PATHS_MAX distinct paths.
    """
    if isinstance(source, Document):
        return source
    if not isinstance(source, bytes):
        source = etree.tostring(source, encoding="UTF-8", with_tail=False)
    return _Reader(shared_table()).read(source)


class _Reader:
    def __init__(self, table: PathTable) -> None:
        self._table = table
        self._texts: list[str] = []
        self._elements: list[Element] = []
        self._by_path: dict[Path, list[Element]] = {}
        nowhere = self._new_element(Path(None, ""))
        nowhere.parent = nowhere
        nowhere.value = ""
        self._node = self._new_element(table.top)
        self._node.parent = nowhere

    def _new_element(self, path: Path) -> Element:
        element = Element()
        element.path, element.attributes, element.children = path, {}, _NO_CHILDREN
        element.first_text = element.last_text = 0
        element.order = -1
        element._texts = self._texts
        return element

    def read(self, xml: bytes) -> Document:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.buffer_size = max(2 * len(xml), 8192)  # so that no text is cut in two, also when read from UTF-16
        self._handle(parser)
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise NotReadable(f"not well-formed: {error}") from error
        self._node.last_text = len(self._texts)
        self._by_path[self._table.top] = [self._node]
        if len(self._by_path) > DOCUMENT_PATHS_MAX:
            raise NotReadable(f"more than {DOCUMENT_PATHS_MAX} distinct paths")
        return Document(self._node, self._elements, self._by_path)

    def _handle(self, parser: expat.XMLParserType) -> None:
        """The handlers are one closure: they run once per element, and a local name is the quickest Python has."""
        table, texts, elements, by_path = self._table, self._texts, self._elements, self._by_path
        new_element, no_children, elements_at = Element.__new__, _NO_CHILDREN, by_path.get
        current = self._node

        def start(expat_name: str, attributes: dict[str, str]) -> None:
            nonlocal current
            element = new_element(Element)
            path = current.path.below.get(expat_name) or table.add(current.path, expat_name)
            element.path = path
            element.parent = current
            element.attributes = attributes
            element.children = no_children
            element.order = len(elements)
            element.first_text = len(texts)
            element._texts = texts
            elements.append(element)
            siblings = current.children
            if siblings is no_children:
                siblings = current.children = {}
            alike = siblings.get(path.name)
            if alike is None:
                siblings[path.name] = [element]
            else:
                alike.append(element)
            alike = elements_at(path)
            if alike is None:
                by_path[path] = [element]
            else:
                alike.append(element)
            current = element

        def end(_: str) -> None:
            nonlocal current
            last = current.last_text = len(texts)
            if current.children is no_children:
                first = current.first_text
                current.value = texts[first] if last == first + 1 else "".join(texts[first:last])
            current = current.parent

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = texts.append
        parser.CommentHandler = _parts_text
        parser.ProcessingInstructionHandler = _parts_text
        parser.StartDoctypeDeclHandler = _refuse_doctype


def _parts_text(*_: Any) -> None:
    """A comment or an instruction carries nothing, but parts the text around it into two nodes."""


def _refuse_doctype(*_: Any) -> NoReturn:
    raise NotReadable("a document with a DOCTYPE is refused")
