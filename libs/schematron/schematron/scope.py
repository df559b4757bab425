"""What an expression sees where it stands: the context item, the variables, the position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from schematron import tree
from schematron.shapes import Code, Kind

RULE_NODE = Code("node", Kind.NODE)
"""The element a rule is followed for, in every generated function."""

DOCUMENT_NODE = Code("check.document.node", Kind.NODE)


@dataclass(frozen=True)
class Scope:
    """Immutable; stepping into a path, a predicate or a loop makes a new one.

    `shared` holds the calls that one assertion makes more than once, with their code when they have been met: they
    are worked out once. It is None wherever a loop or a path has changed what they would mean, and where no
    statement can stand before the expression.
    """

    context: Code | None  # None inside a function, where there is no context item
    current: Code | None = None  # what current() means: the context of the whole expression
    variables: Mapping[str, Code] = field(default_factory=dict)
    position: str | None = None
    last: str | None = None
    depth: int = 0  # loops around this place: gives loop variables their names
    shared: dict[tree.Expression, Code | None] | None = None

    def at(self, item: Code, position: str | None = None, last: str | None = None) -> Scope:
        """The scope inside a step or predicate, whose context item is `item`."""
        return replace(self, context=item, position=position, last=last, depth=self.depth + 1, shared=None)

    def looping(self, name: str, value: Code) -> Scope:
        """The scope where $name is `value`, one after another."""
        return replace(self, variables={**self.variables, name: value}, depth=self.depth + 1, shared=None)

    def defining(self, name: str, value: Code) -> Scope:
        """The scope where $name is `value`, once and for all."""
        return replace(self, variables={**self.variables, name: value})

    def sharing(self, repeated: set[tree.Expression]) -> Scope:
        """The scope where these calls are worked out once."""
        return replace(self, shared={**(self.shared or {}), **dict.fromkeys(repeated)})

    def deeper(self) -> Scope:
        """The same scope, one loop further in."""
        return replace(self, depth=self.depth + 1, shared=None)

    @property
    def loop_name(self) -> str:
        """The name of a loop variable that nothing around uses."""
        return f"e{self.depth}"


RULE_SCOPE = Scope(context=RULE_NODE, current=RULE_NODE, shared={})
DOCUMENT_SCOPE = Scope(context=DOCUMENT_NODE, current=DOCUMENT_NODE)
