"""The elements of a document as mock-einvoice's rules ask for them, found by name and never by walking through all."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from einvoice.xml import CAC, CBC, CREDIT_NOTE_NS, INVOICE_NS
from schematron import Document
from schematron.document import NONE, Element, by_order
from schematron.paths import name

__all__ = ["At", "Root", "contexts", "elements", "identifiers", "named", "tag", "texts"]

_NAMESPACES = {"cac": CAC, "cbc": CBC, "ubl": INVOICE_NS, "cn": CREDIT_NOTE_NS}
_EXTENSIONS = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
_PREFIXES = {CAC: "cac:", CBC: "cbc:", _EXTENSIONS: "ext:"}


@cache
def tag(prefixed: str) -> str:
    """A name as elements have it here: cbc:ID with its namespace."""
    prefix, _, local = prefixed.partition(":")
    return name(_NAMESPACES[prefix], local)


@cache
def _tags(path: str) -> tuple[str, ...]:
    return tuple(map(tag, path.split("/")))


class At:
    """An element, where it is, and what it is in."""

    __slots__ = ("element",)

    def __init__(self, element: Element) -> None:
        self.element = element

    @property
    def node(self) -> "At":
        """The element without its place, which here is the same object."""
        return self

    @property
    def tag(self) -> str:
        """Its name, as `tag` gives it."""
        return self.element.path.name

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes that have no namespace, by name; others have keys that no rule asks for."""
        return self.element.attributes

    @property
    def children(self) -> Mapping[str, list[Element]]:
        """Its children by name: rules ask only whether there are any."""
        return self.element.children

    @property
    def text(self) -> str:
        """The text before its first child."""
        element = self.element
        if not element.children:
            return element.value
        first = min(alike[0].first_text for alike in element.children.values())
        return "".join(element._texts[element.first_text : first])

    @property
    def parent(self) -> "At | None":
        """What it is in; none for the root."""
        parent = self.element.parent
        return At(parent) if parent.path.depth else None

    @property
    def path(self) -> str:
        """Where it is, for a person: /Invoice/cac:InvoiceLine[2]."""
        element, steps = self.element, ""
        while element.path.depth > 1:
            alike = element.parent.children[element.path.name]
            place = f"[{bisect_left(alike, element.order, key=by_order) + 1}]" if len(alike) > 1 else ""
            steps = f"/{_PREFIXES.get(element.path.uri, '')}{element.path.local}{place}{steps}"
            element = element.parent
        return f"/{element.path.local}{steps}"

    def find(self, path: str) -> list["At"]:
        """The elements at the end of a path of names from here, in document order."""
        return list(map(At, self._elements(path)))

    def _elements(self, path: str) -> Sequence[Element]:
        names = _tags(path)
        found = self.element.children.get(names[0], NONE)
        for wanted in names[1:]:
            found = [child for element in found for child in element.children.get(wanted, NONE)]
        return found


class Remembering(At):
    """An element that most rules begin with, as the root and the parties: what is found from it is remembered."""

    __slots__ = ("_found",)

    def __init__(self, element: Element) -> None:
        self.element = element
        self._found: dict[str, list[At]] = {}

    def find(self, path: str) -> list[At]:
        """As of any element; whoever is given the list leaves it as it is."""
        found = self._found.get(path)
        if found is None:
            found = self._found[path] = _few_remember(self._elements(path))
        return found


REMEMBERING_MAX = 4
"""Elements of a kind that remember what was found from them: there are few parties, and thousands of lines."""


def _few_remember(found: Sequence[Element]) -> list[At]:
    return list(map(Remembering if len(found) <= REMEMBERING_MAX else At, found))


class Root(Remembering):
    """The root element, and the document that it is the root of."""

    __slots__ = ("_of_scheme", "document", "remembered")

    def __init__(self, document: Document) -> None:
        super().__init__(document.root)
        self.document = document
        self.remembered: dict[str | tuple[str, ...], list[At]] = {}  # what was found anywhere, by how it was asked for
        self._of_scheme: dict[str, list[At]] | None = None

    def everything(self) -> Iterator[At]:
        """All elements, in document order."""
        return map(At, self.document.elements)

    def of_scheme(self, scheme: str) -> list[At]:
        """Electronic addresses, company numbers and numbers of parties with that scheme, in document order."""
        if self._of_scheme is None:
            self._of_scheme = {}
            for element in self._with_schemes():
                if "schemeID" in element.attributes:
                    self._of_scheme.setdefault(element.attributes["schemeID"], []).append(At(element))
        return self._of_scheme.get(scheme, [])

    def _with_schemes(self) -> list[Element]:
        anywhere, number, party = (tag("cbc:EndpointID"), tag("cbc:CompanyID")), tag("cbc:ID"), _PARTY_NUMBER
        found: list[Element] = []
        for path, alike in self.document.by_path.items():
            if path.name in anywhere or (path.name == number and path.parent and path.parent.name == party):
                found += alike
        found.sort(key=by_order)
        return found


_PARTY_NUMBER = tag("cac:PartyIdentification")


def elements(start: At, path: str) -> list[At]:
    """The elements at the end of a path of names."""
    return start.find(path)


def texts(found: list[At]) -> list[str]:
    """The text of each."""
    return [at.text for at in found]


def contexts(root: Root, context: str) -> list[At]:
    """The elements that a rule is asked of: names from the outermost in, with " | " between alternatives."""
    known = root.remembered.get(context)
    if known is not None:
        return known
    found: list[Element] = []
    for alternative in context.split(" | "):
        *around, last = _tags(alternative)
        alike = root.document.named(last)
        found += [element for element in alike if _stands_in(element, around)] if around else alike
    root.remembered[context] = told = _few_remember(found)
    return told


def _stands_in(element: Element, around: list[str]) -> bool:
    for wanted in reversed(around):
        element = element.parent
        if element.path.name != wanted:
            return False
    return True


def named(root: Root, *names: str) -> list[At]:
    """Every element with one of these names, in document order."""
    known = root.remembered.get(names)
    if known is not None:
        return known
    found = [element for each in dict.fromkeys(names) for element in root.document.named(tag(each))]
    found.sort(key=by_order)
    root.remembered[names] = told = _few_remember(found)
    return told


def identifiers(root: Root, scheme: str) -> list[At]:
    """The identifiers of parties under a scheme: what checks of digits are asked of."""
    return root.of_scheme(scheme)
