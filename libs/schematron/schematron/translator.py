"""Turns the tree of an XPath expression into Python; the modules of_… know how, for each kind of expression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from schematron import shapes, tree
from schematron.dependence import free_variables, is_of_document, reads_document
from schematron.errors import CannotCompile
from schematron.parts import Parts
from schematron.scope import DOCUMENT_SCOPE, Scope
from schematron.shapes import Code

_WORTH_SHARING = ("sum", "count", "exists", "empty", "max", "min", "avg", "distinct-values")

Translation: TypeAlias = "Callable[[Translator, Any, Scope], Code]"
ConditionTranslation: TypeAlias = "Callable[[Translator, Any, Scope], str | None]"
_translations: dict[type[tree.Expression], Translation] = {}
_conditions: dict[type[tree.Expression], ConditionTranslation] = {}
_T = TypeVar("_T", bound="Translation | ConditionTranslation")


def translates(*kinds: type[tree.Expression]) -> Callable[[Translation], Translation]:
    """Marks the function that translates these kinds of expression."""

    def mark(translation: Translation) -> Translation:
        _translations.update(dict.fromkeys(kinds, translation))
        return translation

    return mark


def translates_condition(*kinds: type[tree.Expression]) -> Callable[[ConditionTranslation], ConditionTranslation]:
    """Marks a function that knows a shorter Python where only true or false is asked; None when it does not."""

    def mark(translation: ConditionTranslation) -> ConditionTranslation:
        _conditions.update(dict.fromkeys(kinds, translation))
        return translation

    return mark


class Translator:
    """Translates the expressions of one generated function; `statements` must stand before them."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.statements: list[str] = []

    def code(self, expression: tree.Expression, scope: Scope) -> Code:
        """The Python of an expression."""
        if scope.shared and expression in scope.shared:
            return self._shared(expression, scope)
        if isinstance(expression, tree.Call) and self._is_formula(expression):
            return self.once(expression)
        return self._translated(expression, scope)

    def condition(self, expression: tree.Expression, scope: Scope) -> str:
        """The Python of an expression of which only the effective boolean value is asked."""
        shorter = _conditions.get(type(expression))
        if shorter and not (scope.shared and expression in scope.shared):
            text = shorter(self, expression, scope)
            if text is not None:
                return text
        return shapes.condition(self.code(expression, scope))

    def string(self, expression: tree.Expression, scope: Scope) -> str:
        """As a str, "" for the empty sequence."""
        return shapes.string(self.code(expression, scope))

    def atom(self, expression: tree.Expression, scope: Scope) -> Code:
        """As at most one atomic value."""
        return shapes.atom(self.code(expression, scope))

    def once(self, expression: tree.Expression) -> Code:
        """As a formula of the document."""

        def translate() -> Code:
            outer, self.statements = self.statements, []
            code = self._translated(expression, DOCUMENT_SCOPE)
            if self.statements:
                raise CannotCompile("a formula of the document that needs statements")
            self.statements = outer
            return code

        return self.parts.once(expression, translate)

    def sharing(self, expression: tree.Expression, scope: Scope) -> Scope:
        """The scope in which the calls that stand more than once in `expression` are worked out once."""
        known = {*scope.variables, *self.parts.globals}
        said = Counter(
            each for each in tree.walk(expression) if isinstance(each, tree.Call) and each.is_standard(*_WORTH_SHARING)
        )
        repeated: set[tree.Expression] = {
            call for call, times in said.items() if times > 1 and not free_variables(call, known)
        }
        return scope.sharing(repeated) if repeated else scope

    def later(self, hint: str, code: Code) -> Code:
        """The code as a value worked out when first used, in a statement before the assertions."""
        name = f"{hint}_{len(self.statements) + 1}"
        self.statements.append(f"{name} = Later(lambda: {code.text})")
        return Code(f"{name}()", code.kind, code.count)

    def _shared(self, expression: tree.Expression, scope: Scope) -> Code:
        assert scope.shared is not None
        found = scope.shared[expression]
        if found is None:
            hint = expression.name.replace("-", "_") if isinstance(expression, tree.Call) else "value"
            if isinstance(expression, tree.Call) and self._is_formula(expression):
                found = self.once(expression)
            else:
                found = self.later(hint, self._translated(expression, scope))
            scope.shared[expression] = found
        return found

    def _is_formula(self, call: tree.Call) -> bool:
        worth = call.is_standard("sum", "count", "max", "min", "avg", "distinct-values")
        return worth and reads_document(call) and is_of_document(call, self.parts.globals)

    def _translated(self, expression: tree.Expression, scope: Scope) -> Code:
        translation = _translations.get(type(expression))
        if translation is None:
            raise CannotCompile(f"the construct {type(expression).__name__}")
        return translation(self, expression, scope)
