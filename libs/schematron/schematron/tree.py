"""The tree of an XPath expression: small frozen records, equal when they mean the same."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Expression:
    """Any expression."""


@dataclass(frozen=True, slots=True)
class Number(Expression):
    """3 is an xs:integer, 3.0 an xs:decimal, 3e0 an xs:double: the text tells."""

    text: str


@dataclass(frozen=True, slots=True)
class String(Expression):
    """A literal, without its quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Variable(Expression):
    """$name."""

    name: str


@dataclass(frozen=True, slots=True)
class ContextItem(Expression):
    """The dot."""


@dataclass(frozen=True, slots=True)
class Sequence(Expression):
    """(a, b, c), or () with no items."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or(Expression):
    """a or b or c."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class And(Expression):
    """a and b and c."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Expression):
    """A general comparison (=: some pair of items), or with `by_value` a value comparison (eq: one item each)."""

    operator: str  # = != < <= > >=
    left: Expression
    right: Expression
    by_value: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """a + b; the operators are + - * div idiv mod."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative(Expression):
    """-a."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Range(Expression):
    """a to b."""

    first: Expression
    last: Expression


@dataclass(frozen=True, slots=True)
class NodeSets(Expression):
    """a | b, a intersect b, a except b: nodes without doubles, in document order."""

    operator: str  # union intersect except
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Cast(Expression):
    """a cast as xs:type?, or with `only_ask` a castable as xs:type?."""

    operand: Expression
    type_name: str
    or_empty: bool
    only_ask: bool


@dataclass(frozen=True, slots=True)
class If(Expression):
    """if (c) then a else b."""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Binding(Expression):
    """$name in domain, of a for, a some or an every."""

    name: str
    domain: Expression


@dataclass(frozen=True, slots=True)
class For(Expression):
    """for $a in x, $b in y return z."""

    bindings: tuple[Binding, ...]
    result: Expression


@dataclass(frozen=True, slots=True)
class Quantified(Expression):
    """some $a in x satisfies y, or with `every` every $a in x satisfies y."""

    every: bool
    bindings: tuple[Binding, ...]
    test: Expression


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A function call; the name is resolved: uri "" stands for the standard functions."""

    uri: str
    name: str
    arguments: tuple[Expression, ...]

    def is_standard(self, *names: str) -> bool:
        """Is this one of the named standard functions?"""
        return self.uri == "" and self.name in names


@dataclass(frozen=True, slots=True)
class NameTest:
    """cbc:ID; None stands for the star: * is (None, None), *:ID is (None, "ID"), cbc:* is (uri, None)."""

    uri: str | None
    local: str | None

    @property
    def is_plain(self) -> bool:
        """A full name, with no star in it."""
        return self.uri is not None and self.local is not None


@dataclass(frozen=True, slots=True)
class KindTest:
    """node(), text() or element()."""

    kind: str


@dataclass(frozen=True, slots=True)
class Step(Expression):
    """axis::test[predicate]..."""

    axis: str
    test: NameTest | KindTest
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Root(Expression):
    """The document node, at the head of /a and //a."""


@dataclass(frozen=True, slots=True)
class Path(Expression):
    """Steps one after another; the first may be Root; // is written out as descendant-or-self::node()."""

    steps: tuple[Expression, ...]

    @property
    def is_absolute(self) -> bool:
        """Does it begin at the document node?"""
        return isinstance(self.steps[0], Root)


@dataclass(frozen=True, slots=True)
class Filter(Expression):
    """(expression)[predicate]..., where the predicates count over the whole sequence."""

    operand: Expression
    predicates: tuple[Expression, ...]


DESCENDANT_OR_SELF = Step("descendant-or-self", KindTest("node"))


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and every expression inside it."""
    yield expression
    for field in fields(expression):
        yield from _walk_value(getattr(expression, field.name))


def _walk_value(value: Any) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield from walk(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _walk_value(item)
