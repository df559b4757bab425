"""XPath's axes other than child, attribute and parent, which the compiled rules look up directly.

Each takes a name test as `matches` reads it ("*" for any element) and gives elements in document order. The document
node answers to node() alone: `and_document` says that the test is node().
"""

from collections.abc import Iterable, Sequence

from schematron.document import Document, Element, by_order
from schematron.paths import matches


def parents(element: Element, test: str, and_document: bool = False) -> list[Element]:
    """parent::test, of an element: one node or none."""
    return [] if element.order == -1 else itself(element.parent, test, and_document)


def itself(element: Element, test: str, and_document: bool = False) -> list[Element]:
    """self::test."""
    if element.order == -1:
        return [element] if and_document else []
    return [element] if matches(test, element.path) else []


def ancestors(element: Element, test: str, and_document: bool = False) -> list[Element]:
    """ancestor::test."""
    found: list[Element] = []
    while element.order != -1:
        element = element.parent
        found += itself(element, test, and_document)
    return found[::-1]


def ancestors_or_self(element: Element, test: str, and_document: bool = False) -> list[Element]:
    """ancestor-or-self::test."""
    return ancestors(element, test, and_document) + itself(element, test, and_document)


def descendants(element: Element, test: str, document: Document) -> list[Element]:
    """descendant::test."""
    return [each for each in _inside(element, document) if matches(test, each.path)]


def descendants_or_self(element: Element, test: str, document: Document, and_document: bool = False) -> list[Element]:
    """descendant-or-self::test."""
    return itself(element, test, and_document) + descendants(element, test, document)


def following_siblings(element: Element, test: str) -> list[Element]:
    """following-sibling::test."""
    return [each for each in _siblings(element, test) if each.order > element.order]


def preceding_siblings(element: Element, test: str) -> list[Element]:
    """preceding-sibling::test."""
    return [each for each in _siblings(element, test) if each.order < element.order]


def following(element: Element, test: str, document: Document) -> list[Element]:
    """following::test: what begins after the end of this element."""
    after = element.order + 1 + len(_inside(element, document))
    return [each for each in document.elements[after:] if matches(test, each.path)]


def preceding(element: Element, test: str, document: Document) -> list[Element]:
    """preceding::test: what ended before this element began; its ancestors did not."""
    above = set(ancestors(element, "*"))
    return [each for each in document.named(test) if each.order < element.order and each not in above]


def in_document_order(elements: Iterable[Element]) -> list[Element]:
    """The elements without doubles, in document order."""
    return sorted(set(elements), key=by_order)


def common(left: Iterable[Element], right: Iterable[Element]) -> list[Element]:
    """left intersect right."""
    return in_document_order(set(left) & set(right))


def without(left: Iterable[Element], right: Iterable[Element]) -> list[Element]:
    """left except right."""
    return in_document_order(set(left) - set(right))


def _siblings(element: Element, test: str) -> Sequence[Element]:
    if element.order == -1:
        return ()
    return element.parent.children.get(test) or element.parent.children_that(test)


def _inside(element: Element, document: Document) -> list[Element]:
    """The descendants: the elements after this one, up to its last child's last child's last child…"""
    if element.order == -1:
        return document.elements
    last = element
    while last.children:
        last = last.child_elements()[-1]
    return document.elements[element.order + 1 : last.order + 1]
