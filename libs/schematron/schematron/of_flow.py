"""Literals, variables, if, for, some and every as Python."""

from __future__ import annotations

import re

from schematron import shapes, tree
from schematron.errors import CannotCompile
from schematron.of_operators import same_shape
from schematron.scope import Scope
from schematron.shapes import Code, Count, Kind, atoms, sequence
from schematron.translator import Translator, translates

_XML_SPACE = re.compile(r"[ \t\r\n]")


@translates(tree.String)
def string(t: Translator, expression: tree.String, scope: Scope) -> Code:
    """'text'."""
    return Code(repr(expression.value), Kind.STRING)


@translates(tree.Number)
def number(t: Translator, expression: tree.Number, scope: Scope) -> Code:
    """3 is an int, 3.0 a Decimal, 3e0 a float."""
    text = expression.text
    if "e" in text.lower():
        return Code(repr(float(text)), Kind.NUMBER)
    if "." in text:
        return Code(t.parts.constant("DECIMAL", f"Decimal({text!r})"), Kind.EXACT)
    return Code(str(int(text)), Kind.EXACT)


@translates(tree.Variable)
def variable(t: Translator, expression: tree.Variable, scope: Scope) -> Code:
    """$name: of a loop, of the rule, or of the whole file."""
    found = scope.variables.get(expression.name) or t.parts.globals.get(expression.name)
    if found is None:
        raise CannotCompile(f"the unknown variable ${expression.name}")
    return found


@translates(tree.ContextItem)
def context_item(t: Translator, expression: tree.ContextItem, scope: Scope) -> Code:
    """The dot."""
    if scope.context is None:
        raise CannotCompile("the dot where there is no context item")
    return scope.context


@translates(tree.If)
def if_(t: Translator, expression: tree.If, scope: Scope) -> Code:
    """if (c) then a else b: only the side that is taken is worked out."""
    asked = t.condition(expression.condition, scope)
    then, otherwise = same_shape(t.code(expression.then, scope), t.code(expression.otherwise, scope))
    return Code(f"({then.text} if {asked} else {otherwise.text})", then.kind, then.count)


@translates(tree.For)
def for_(t: Translator, expression: tree.For, scope: Scope) -> Code:
    """for $a in x, $b in y return z."""
    inside, clauses = _loops(t, expression.bindings, scope)
    result = t.code(expression.result, inside)
    if result.one:
        return Code(f"[{result.text} {clauses}]", result.kind, Count.MANY)
    name = inside.loop_name
    return Code(f"[{name} {clauses} for {name} in {sequence(result)}]", result.kind, Count.MANY)


@translates(tree.Quantified)
def quantified(t: Translator, expression: tree.Quantified, scope: Scope) -> Code:
    """some $a in x satisfies y; every $a in x satisfies y."""
    text = _in_fixed_list(t, expression, scope) or _of_at_most_one(t, expression, scope)
    if text is None:
        inside, clauses = _loops(t, expression.bindings, scope)
        text = f"{'all' if expression.every else 'any'}({t.condition(expression.test, inside)} {clauses})"
    return Code(text, Kind.BOOLEAN)


def _loops(t: Translator, bindings: tuple[tree.Binding, ...], scope: Scope) -> tuple[Scope, str]:
    """`for e1 in … for e2 in …`, and the scope inside."""
    clauses = []
    for binding in bindings:
        domain = t.code(binding.domain, scope)
        name = scope.loop_name
        clauses.append(f"for {name} in {sequence(domain)}")
        scope = scope.looping(binding.name, domain.item(name))
    return scope, " ".join(clauses)


def _in_fixed_list(t: Translator, expression: tree.Quantified, scope: Scope) -> str | None:
    """some $code in tokenize('A B C', '\\s') satisfies x = $code: is x in a fixed set of words?"""
    binding, test = expression.bindings[0], expression.test
    words = fixed_words(t, binding.domain)
    if expression.every or len(expression.bindings) > 1 or words is None:
        return None
    if not isinstance(test, tree.Comparison) or test.operator != "=":
        return None
    asked = [side for side in (test.left, test.right) if side != tree.Variable(binding.name)]
    if len(asked) != 1 or tree.Variable(binding.name) in set(tree.walk(asked[0])):
        return None
    code = t.code(asked[0], scope)
    if not code.textual:
        return None
    listed = t.parts.constant("WORDS", f"frozenset({sorted(words)!r})")
    if code.one or (code.count is Count.OPTIONAL and code.kind is Kind.VALUE):  # None is no word
        return f"({shapes.atom(code).text} in {listed})"
    return f"(not {listed}.isdisjoint({atoms(code)}))"


def fixed_words(t: Translator, expression: tree.Expression) -> frozenset[str] | None:
    """The words of ('A', 'B') or tokenize('A B', '\\s'), or of a global variable that is one of these."""
    if isinstance(expression, tree.Variable):
        return t.parts.word_lists.get(expression.name)
    if isinstance(expression, tree.Sequence) and expression.items:
        words = [item.value for item in expression.items if isinstance(item, tree.String)]
        return frozenset(words) if len(words) == len(expression.items) else None
    if isinstance(expression, tree.Call) and expression.is_standard("tokenize") and len(expression.arguments) == 2:
        text, mark = expression.arguments
        if isinstance(text, tree.String) and text.value and mark in (tree.String("\\s"), tree.String(" ")):
            return frozenset(_XML_SPACE.split(text.value) if mark == tree.String("\\s") else text.value.split(" "))
    return None


def _of_at_most_one(t: Translator, expression: tree.Quantified, scope: Scope) -> str | None:
    """every $rate in xs:decimal(a) satisfies …, at the top of an assertion: $rate is a value, not a loop.

    What the test says twice can then be worked out once, which in a loop it cannot.
    """
    if len(expression.bindings) > 1 or scope.shared is None:
        return None
    binding = expression.bindings[0]
    domain = t.code(binding.domain, scope)
    if domain.many or domain.kind is Kind.NODE:
        return None
    held = t.later(re.sub(r"\W", "_", binding.name, flags=re.ASCII), domain)
    item = Code(held.text, domain.kind)
    inside = scope.defining(binding.name, item)
    asked = t.condition(expression.test, t.sharing(expression.test, inside))
    if domain.one:
        return f"bool({asked})"
    nothing = f"{held.text} is None or" if expression.every else f"{held.text} is not None and"
    return f"({nothing} bool({asked}))"
