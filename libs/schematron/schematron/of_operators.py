"""Operators as Python: logic, comparisons, arithmetic, casts, node sets."""

from __future__ import annotations

from schematron import shapes, tree
from schematron.errors import CannotCompile
from schematron.scope import Scope
from schematron.shapes import Code, Count, Kind, atom, atoms, joined, sequence
from schematron.translator import Translator, translates, translates_condition
from schematron.values import CASTS

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_PYTHON_SIGN = {"=": "=="}
_ARITHMETIC = {"+": "add", "-": "subtract", "*": "multiply", "div": "divide", "idiv": "whole_divide", "mod": "modulo"}
_NODE_SETS = {"intersect": "common", "except": "without"}
_EXACT_TYPES = ("decimal", "integer", "int")


# Logic.


@translates_condition(tree.Or)
def or_condition(t: Translator, expression: tree.Or, scope: Scope) -> str:
    """a or b: from left to right, and no further than needed."""
    return "(" + " or ".join(t.condition(part, scope) for part in expression.parts) + ")"


@translates_condition(tree.And)
def and_condition(t: Translator, expression: tree.And, scope: Scope) -> str:
    """a and b."""
    return "(" + " and ".join(t.condition(part, scope) for part in expression.parts) + ")"


@translates(tree.Or, tree.And)
def logic(t: Translator, expression: tree.Or | tree.And, scope: Scope) -> Code:
    """The same where the answer is kept as a value."""
    return Code(f"bool({t.condition(expression, scope)})", Kind.BOOLEAN)


# Comparisons.


@translates_condition(tree.Comparison)
def blank_condition(t: Translator, expression: tree.Comparison, scope: Scope) -> str | None:
    """normalize-space(a) = '' asks whether a is blank: no need to normalize it."""
    left = expression.left
    is_blank_test = isinstance(left, tree.Call) and left.is_standard("normalize-space")
    if not is_blank_test or expression.right != tree.String("") or expression.operator not in ("=", "!="):
        return None
    text = t.condition(left, scope)
    return text if expression.operator == "!=" else f"(not {text})"


@translates(tree.Comparison)
def comparison(t: Translator, expression: tree.Comparison, scope: Scope) -> Code:
    """a = b (some pair fits), a eq b (one item each)."""
    left, right = t.code(expression.left, scope), t.code(expression.right, scope)
    sign = expression.operator
    if expression.by_value:
        return _by_value(sign, left, right)
    text = _quick(sign, left, right) or _quick(_MIRRORED[sign], right, left) or _general(sign, left, right)
    return Code(text, Kind.BOOLEAN)


def _by_value(sign: str, left: Code, right: Code) -> Code:
    a, b = atom(left), atom(right)
    if a.one and b.one and a.kind is b.kind and a.kind in (Kind.STRING, Kind.EXACT, Kind.BOOLEAN):
        return Code(f"({a.text} {_PYTHON_SIGN.get(sign, sign)} {b.text})", Kind.BOOLEAN)
    return Code(f"compare_values({sign!r}, {a.text}, {b.text})", Kind.BOOLEAN, Count.OPTIONAL)


def _quick(sign: str, left: Code, right: Code) -> str | None:
    """The shapes that rules are full of: one value against one, and a list of elements against one value."""
    python_sign = _PYTHON_SIGN.get(sign, sign)
    if not right.one:
        return None
    if left.textual and right.textual:
        b = atom(right).text
        if left.one:
            return f"({atom(left).text} {python_sign} {b})"
        if sign == "=":
            return _equals_text(left, b)
        return f"any_string_pair({sign!r}, {atoms(left)}, ({b},))"
    if left.one and left.kind is right.kind and left.kind in (Kind.EXACT, Kind.BOOLEAN):
        return f"({left.text} {python_sign} {right.text})"
    if left.kind is right.kind is Kind.EXACT and sign == "=" and left.many:
        return f"({right.text} in {left.text})"
    if left.is_(Kind.NODE, Count.MANY) and right.numeric:
        return f"any_number({sign!r}, {left.text}, {right.text})"
    if left.is_(Kind.NODE, Count.MANY) and right.text in ("True", "False") and sign == "=":
        return f"has_boolean({left.text}, {right.text})"
    return None


def _equals_text(left: Code, right: str) -> str:
    if left.is_(Kind.NODE, Count.MANY):
        return f"has_value({left.text}, {right})"
    return f"({right} in {left.text})" if left.many else f"({left.text} == {right})"


def _general(sign: str, left: Code, right: Code) -> str:
    if left.textual and right.textual:
        return f"any_string_pair({sign!r}, {atoms(left)}, {atoms(right)})"
    if left.kind is right.kind is Kind.EXACT and not left.many and not right.many:
        return f"compare_exact({sign!r}, {left.text}, {right.text})"
    if not left.many and not right.many:
        return f"compare({sign!r}, {atom(left).text}, {atom(right).text})"
    return f"any_pair({sign!r}, {atoms(left)}, {atoms(right)})"


# Arithmetic and casts.


@translates(tree.Arithmetic)
def arithmetic(t: Translator, expression: tree.Arithmetic, scope: Scope) -> Code:
    """a + b: empty when a side is; two decimals or integers that are surely there are left to Python."""
    left, right = t.atom(expression.left, scope), t.atom(expression.right, scope)
    kind = Kind.EXACT if left.kind is right.kind is Kind.EXACT else Kind.NUMBER
    count = Count.ONE if left.one and right.one else Count.OPTIONAL
    if kind is Kind.EXACT and count is Count.ONE and expression.operator in ("+", "-", "*"):
        return Code(f"({left.text} {expression.operator} {right.text})", kind)
    return Code(f"{_ARITHMETIC[expression.operator]}({left.text}, {right.text})", kind, count)


@translates(tree.Negative)
def negative(t: Translator, expression: tree.Negative, scope: Scope) -> Code:
    """-a."""
    operand = t.atom(expression.operand, scope)
    kind = operand.kind if operand.numeric else Kind.NUMBER
    return Code(f"negative({operand.text})", kind, operand.count)


@translates(tree.Range)
def range_(t: Translator, expression: tree.Range, scope: Scope) -> Code:
    """a to b."""
    first, last = t.atom(expression.first, scope), t.atom(expression.last, scope)
    return Code(f"whole_numbers({first.text}, {last.text})", Kind.EXACT, Count.MANY)


@translates(tree.Cast)
def cast(t: Translator, expression: tree.Cast, scope: Scope) -> Code:
    """a cast as xs:date, a castable as xs:date; without the ? an empty a is an error, or not castable."""
    code = t.code(expression.operand, scope)
    if expression.type_name not in CASTS:
        raise CannotCompile(f"the type xs:{expression.type_name}")
    if expression.only_ask:
        if code.many:  # several items are no error here, but simply not castable
            text = f"castable_alone({atoms(code)}, {expression.type_name!r}, {expression.or_empty})"
        else:
            text = f"castable({atom(code).text}, {expression.type_name!r}, {expression.or_empty})"
        return Code(text, Kind.BOOLEAN)
    result = constructed(expression.type_name, code)
    if expression.or_empty or result.one:
        return result
    return Code(f"required({result.text})", result.kind)


def constructed(type_name: str, code: Code) -> Code:
    """xs:type(a): empty for the empty sequence."""
    if type_name not in CASTS:
        raise CannotCompile(f"the type xs:{type_name}")
    held = atom(code)
    if type_name in _EXACT_TYPES:
        caster = "decimal_of" if type_name == "decimal" else "integer_of"
        return Code(f"{caster}({held.text})", Kind.EXACT, held.count)
    kinds = {"string": Kind.STRING, "boolean": Kind.BOOLEAN, "double": Kind.NUMBER, "float": Kind.NUMBER}
    return Code(f"cast({held.text}, {type_name!r})", kinds.get(type_name, Kind.ANY), held.count)


# Sequences and sets of nodes.


@translates(tree.NodeSets)
def node_sets(t: Translator, expression: tree.NodeSets, scope: Scope) -> Code:
    """a | b, a intersect b, a except b."""
    left, right = t.code(expression.left, scope), t.code(expression.right, scope)
    if left.kind is right.kind is Kind.NODE:
        if expression.operator == "union":
            text = f"in_document_order([*{sequence(left)}, *{sequence(right)}])"
        else:
            text = f"{_NODE_SETS[expression.operator]}({sequence(left)}, {sequence(right)})"
        return Code(text, Kind.NODE, Count.MANY)
    if left.kind is right.kind is Kind.VALUE and expression.operator == "union":
        return Code(f"[*{sequence(left)}, *{sequence(right)}]", Kind.VALUE, Count.MANY)
    raise CannotCompile(f"a {expression.operator} of what are not elements")


@translates(tree.Sequence)
def sequence_(t: Translator, expression: tree.Sequence, scope: Scope) -> Code:
    """(a, b, c): one after another."""
    if not expression.items:
        return Code("NONE", Kind.ANY, Count.MANY)
    codes = [t.code(item, scope) for item in expression.items]
    if all(code.kind is Kind.NODE for code in codes):
        return Code("[" + ", ".join(f"*{sequence(code)}" for code in codes) + "]", Kind.NODE, Count.MANY)
    kind = joined(code.kind for code in codes)
    if all(code.one for code in codes):
        return Code("(" + ", ".join(atom(code).text for code in codes) + ",)", kind, Count.MANY)
    return Code("[" + ", ".join(f"*{atoms(code)}" for code in codes) + "]", kind, Count.MANY)


def same_shape(left: Code, right: Code) -> tuple[Code, Code]:
    """Two codes of which one is taken at run time, brought to one shape."""
    if left.kind is right.kind and left.count is right.count:
        return left, right
    if left.kind is right.kind is Kind.NODE:
        return Code(sequence(left), Kind.NODE, Count.MANY), Code(sequence(right), Kind.NODE, Count.MANY)
    kind = joined((left.kind, right.kind))
    if left.many or right.many:
        return Code(atoms(left), kind, Count.MANY), Code(atoms(right), kind, Count.MANY)
    count = Count.ONE if left.one and right.one else Count.OPTIONAL
    return Code(shapes.atom(left).text, kind, count), Code(shapes.atom(right).text, kind, count)
