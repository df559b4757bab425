"""What a piece of translated Python yields (nodes or values, one or many), and how one shape is made into another.

XPath decides at run time what Python can mostly know beforehand: that cbc:ID is a list of elements, @schemeID a string
or None, normalize-space(…) a string. Knowing it is what makes the translation short and quick.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What the items are."""

    NODE = auto()  # Element
    VALUE = auto()  # the text of an attribute or text node: a str that counts as a node where existence is asked
    STRING = auto()  # str
    EXACT = auto()  # int or Decimal, which Python compares and reckons with as XPath does
    NUMBER = auto()  # int, Decimal or float
    BOOLEAN = auto()  # bool
    ANY = auto()  # one of the atomic types, known at run time


class Count(Enum):
    """How many items there are, and so how Python holds them."""

    ONE = auto()  # the item itself
    OPTIONAL = auto()  # the item or None
    MANY = auto()  # a list or tuple


TEXTUAL = frozenset({Kind.NODE, Kind.VALUE, Kind.STRING})
NUMERIC = frozenset({Kind.EXACT, Kind.NUMBER})


@dataclass(frozen=True, slots=True)
class Code:
    """A Python expression and what it yields."""

    text: str
    kind: Kind
    count: Count = Count.ONE

    def is_(self, kind: Kind, count: Count = Count.ONE) -> bool:
        """Has it this shape?"""
        return self.kind is kind and self.count is count

    @property
    def one(self) -> bool:
        """Exactly one item?"""
        return self.count is Count.ONE

    @property
    def many(self) -> bool:
        """A list or tuple?"""
        return self.count is Count.MANY

    @property
    def textual(self) -> bool:
        """Text or nodes, whose atomic value is text?"""
        return self.kind in TEXTUAL

    @property
    def numeric(self) -> bool:
        """Numbers, known to be such."""
        return self.kind in NUMERIC

    def item(self, name: str) -> Code:
        """One item of it, under this Python name."""
        return Code(name, self.kind)


def sequence(code: Code) -> str:
    """As a Python sequence of its items."""
    if code.many:
        return code.text
    if code.one:
        return f"({code.text},)"
    return f"listed({code.text})"


def atoms(code: Code) -> str:
    """As a sequence of atomic values (XPath's fn:data)."""
    if code.kind is not Kind.NODE:
        return sequence(code)
    return f"({code.text}.value,)" if code.one else f"[e.value for e in {code.text}]"


def atom(code: Code) -> Code:
    """As at most one atomic value; more are an error when it runs."""
    kind = Kind.STRING if code.kind in TEXTUAL else code.kind
    if code.kind is Kind.NODE:
        if code.one:
            return Code(f"{code.text}.value", kind)
        return Code(f"only_value({code.text})", kind, Count.OPTIONAL)
    if code.many:
        return Code(f"only({code.text})", kind, Count.OPTIONAL)
    return Code(code.text, kind, code.count)


def string(code: Code) -> str:
    """As a str: "" for the empty sequence, as functions on strings take an xs:string?."""
    if code.is_(Kind.NODE, Count.MANY):
        return f"only_text({code.text})"
    held = atom(code)
    if held.kind is not Kind.STRING:
        return f"string_of({held.text})"
    return held.text if held.one else f"({held.text} or '')"


def condition(code: Code) -> str:
    """As what Python takes for true or false: XPath's effective boolean value."""
    if code.kind in (Kind.NODE, Kind.VALUE):
        if code.many:
            return code.text
        return "True" if code.one else f"({code.text} is not None)"
    if code.many:
        return f"truth_of_many({code.text})"
    if code.kind in (Kind.STRING, Kind.BOOLEAN):
        return code.text
    return f"truth({code.text})"


def joined(kinds: Iterable[Kind]) -> Kind:
    """The kind of atomic values that come from several sources."""
    found = {Kind.STRING if kind in TEXTUAL else kind for kind in kinds}
    if len(found) == 1:
        return found.pop()
    return Kind.NUMBER if found and found <= NUMERIC else Kind.ANY


def boolean(code: Code) -> str:
    """As a bool, where the value is kept and not only asked."""
    return code.text if code.is_(Kind.BOOLEAN) else f"bool({condition(code)})"
