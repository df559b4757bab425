"""Function calls as Python: XPath's own functions in one table, casts by name, and the functions of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from schematron import shapes, tree
from schematron.errors import CannotCompile, DynamicError
from schematron.of_operators import constructed
from schematron.parser import SCHEMA_TYPES
from schematron.regex import compiled
from schematron.scope import Scope
from schematron.shapes import Code, Count, Kind, atom, atoms, sequence
from schematron.translator import Translator, translates, translates_condition


@dataclass(frozen=True)
class _Simple:
    """A function that is one Python expression over its arguments, each taken as its letter says.

    s: a str, "" for empty. a: at most one atomic value. m: a sequence of atomic values.
    """

    takes: str
    python: str
    kind: Kind
    count: Count = Count.ONE
    or_context: bool = False  # without arguments, it takes the context item


_STRING, _BOOLEAN, _EXACT, _NUMBER = Kind.STRING, Kind.BOOLEAN, Kind.EXACT, Kind.NUMBER
_MANY = Count.MANY

_SIMPLE: dict[str, tuple[_Simple, ...]] = {
    "string": (_Simple("s", "{0}", _STRING, or_context=True),),
    "normalize-space": (_Simple("s", "normalize({0})", _STRING, or_context=True),),
    "string-length": (_Simple("s", "len({0})", _EXACT, or_context=True),),
    "number": (_Simple("a", "number({0})", _NUMBER, or_context=True),),
    "upper-case": (_Simple("s", "{0}.upper()", _STRING),),
    "lower-case": (_Simple("s", "{0}.lower()", _STRING),),
    "contains": (_Simple("ss", "({1} in {0})", _BOOLEAN),),
    "starts-with": (_Simple("ss", "{0}.startswith({1})", _BOOLEAN),),
    "ends-with": (_Simple("ss", "{0}.endswith({1})", _BOOLEAN),),
    "substring-before": (_Simple("ss", "before({0}, {1})", _STRING),),
    "substring-after": (_Simple("ss", "after({0}, {1})", _STRING),),
    "substring": (
        _Simple("sa", "substring({0}, {1})", _STRING),
        _Simple("saa", "substring({0}, {1}, {2})", _STRING),
    ),
    "translate": (_Simple("sss", "translate({0}, {1}, {2})", _STRING),),
    "matches": (_Simple("ss", "found({0}, {1})", _BOOLEAN), _Simple("sss", "found({0}, {1}, {2})", _BOOLEAN)),
    "replace": (
        _Simple("sss", "replaced({0}, {1}, {2})", _STRING),
        _Simple("ssss", "replaced({0}, {1}, {2}, {3})", _STRING),
    ),
    "tokenize": (
        _Simple("ss", "parted({0}, {1})", _STRING, _MANY),
        _Simple("sss", "parted({0}, {1}, {2})", _STRING, _MANY),
    ),
    "string-to-codepoints": (_Simple("s", "[*map(ord, {0})]", _EXACT, _MANY),),
    "codepoints-to-string": (_Simple("m", "''.join(map(chr, {0}))", _STRING),),
    "avg": (_Simple("m", "average({0})", _NUMBER, Count.OPTIONAL),),
}
"""By name, each with the numbers of arguments it may have."""

_KEEPS_TYPE = {"round": "rounded", "abs": "absolute", "floor": "floor", "ceiling": "ceiling"}
_OUTERMOST = {"max": "greatest", "min": "least"}
_NAME_OF = {"name": "path.lexical_name", "local-name": "path.local", "namespace-uri": "path.uri"}
_PATTERNS = {"matches": (1, 2), "replace": (1, 3), "tokenize": (1, 2)}  # places of the pattern and its flags

_Arguments: TypeAlias = tuple[tree.Expression, ...]
_Special: TypeAlias = "Callable[[Translator, tree.Call, Scope], Code]"


@translates(tree.Call)
def call(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    """name(arguments)."""
    if expression.uri == SCHEMA_TYPES and len(expression.arguments) == 1:
        return constructed(expression.name, t.code(expression.arguments[0], scope))
    if expression.uri:
        return _own_function(t, expression, scope)
    if expression.name in _SIMPLE:
        return _simple(t, expression, scope)
    special = _SPECIAL.get((expression.name, len(expression.arguments))) or _SPECIAL.get((expression.name, None))
    if special is None:
        raise CannotCompile(f"the function {expression.name}() with {len(expression.arguments)} arguments")
    return special(t, expression, scope)


@translates_condition(tree.Call)
def call_condition(t: Translator, expression: tree.Call, scope: Scope) -> str | None:
    """normalize-space(a) asks whether a is blank; not(a) and boolean(a) ask what a asks."""
    if expression.is_standard("normalize-space"):
        of = _arguments(t, expression, scope)[:1]
        return f"{shapes.string(of[0])}.strip(WHITE_SPACE)" if of else None
    if expression.is_standard("boolean", "exists") and len(expression.arguments) == 1:
        inside = expression.arguments[0]
        asks_existence = expression.name == "exists" and t.code(inside, scope).kind not in (Kind.NODE, Kind.VALUE)
        return None if asks_existence else t.condition(inside, scope)
    if expression.is_standard("not") and len(expression.arguments) == 1:
        return f"(not {t.condition(expression.arguments[0], scope)})"
    return None


def _arguments(t: Translator, expression: tree.Call, scope: Scope) -> list[Code]:
    """The arguments, or the context item for a function called without them."""
    if expression.arguments:
        return [t.code(each, scope) for each in expression.arguments]
    if scope.context is None:
        raise CannotCompile(f"{expression.name}() where there is no context item")
    return [scope.context]


def _simple(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    given = len(expression.arguments)
    for form in _SIMPLE[expression.name]:
        if len(form.takes) == given or (form.or_context and given == 0):
            _check_pattern(expression)
            taken = {"s": shapes.string, "a": lambda code: atom(code).text, "m": atoms}
            codes = _arguments(t, expression, scope)
            texts = [taken[letter](code) for letter, code in zip(form.takes, codes, strict=True)]
            return Code(form.python.format(*texts), form.kind, form.count)
    raise CannotCompile(f"the function {expression.name}() with {given} arguments")


def _check_pattern(expression: tree.Call) -> None:
    """A regular expression that is written out is tried now: better than when an invoice comes."""
    pattern_at, flags_at = _PATTERNS.get(expression.name, (99, 99))
    given = expression.arguments
    pattern = given[pattern_at] if pattern_at < len(given) else None
    flags = given[flags_at] if flags_at < len(given) else tree.String("")
    if isinstance(pattern, tree.String) and isinstance(flags, tree.String):
        try:
            compiled(pattern.value, flags.value)
        except DynamicError as error:
            raise CannotCompile(str(error)) from error


# Functions that look at the shape of their arguments.


def _not(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    return Code(f"(not {t.condition(expression.arguments[0], scope)})", Kind.BOOLEAN)


def _boolean(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    return Code(f"bool({t.condition(expression.arguments[0], scope)})", Kind.BOOLEAN)


def _true_or_false(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    return Code(expression.name.capitalize(), Kind.BOOLEAN)


def _exists(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    code = t.code(expression.arguments[0], scope)
    text = f"bool({code.text})" if code.many else "True" if code.one else f"({code.text} is not None)"
    return Code(text if expression.name == "exists" else f"(not {text})", Kind.BOOLEAN)


def _count(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    return Code(f"len({sequence(t.code(expression.arguments[0], scope))})", Kind.EXACT)


def _sum(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    code = t.code(expression.arguments[0], scope)
    return Code(f"total({atoms(code)})", Kind.EXACT if code.kind is Kind.EXACT else Kind.NUMBER)


def _outermost(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    code = t.code(expression.arguments[0], scope)
    if code.kind is Kind.STRING:
        raise CannotCompile(f"{expression.name}() of strings")
    kind = code.kind if code.numeric else Kind.ANY
    return Code(f"{_OUTERMOST[expression.name]}({atoms(code)})", kind, Count.OPTIONAL)


def _keeps_type(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    code = t.atom(expression.arguments[0], scope)
    kind = code.kind if code.numeric else Kind.NUMBER
    return Code(f"{_KEEPS_TYPE[expression.name]}({code.text})", kind, code.count)


def _concat(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    if len(expression.arguments) < 2:
        raise CannotCompile("concat() with fewer than two arguments")
    return Code("(" + " + ".join(t.string(each, scope) for each in expression.arguments) + ")", Kind.STRING)


def _string_join(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    code = t.code(expression.arguments[0], scope)
    items = atoms(code) if code.textual else f"map(string_of, {atoms(code)})"
    return Code(f"{t.string(expression.arguments[1], scope)}.join({items})", Kind.STRING)


def _distinct_values(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    code = t.code(expression.arguments[0], scope)
    kind = Kind.STRING if code.textual else code.kind
    text = f"[*dict.fromkeys({atoms(code)})]" if code.textual else f"distinct({atoms(code)})"
    return Code(text, kind, Count.MANY)


def _reverse(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    code = t.code(expression.arguments[0], scope)
    return Code(f"{sequence(code)}[::-1]", code.kind, Count.MANY)


def _data(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    code = t.code(expression.arguments[0], scope)
    return Code(atoms(code), Kind.STRING if code.textual else code.kind, Count.MANY)


def _position(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    name = scope.position if expression.name == "position" else scope.last
    if name is None:
        raise CannotCompile(f"{expression.name}() outside a predicate")
    return Code(name, Kind.EXACT)


def _current(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    if scope.current is None:
        raise CannotCompile("current() where there is no context item")
    return scope.current


def _name(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    code = _arguments(t, expression, scope)[0]
    if code.kind is not Kind.NODE:
        raise CannotCompile(f"{expression.name}() of what is no element")
    if code.one:
        return Code(f"{code.text}.{_NAME_OF[expression.name]}", Kind.STRING)
    return Code(f"name_of({code.text}, {expression.name!r})", Kind.STRING)


_SPECIAL: dict[tuple[str, int | None], _Special] = {
    ("not", 1): _not,
    ("boolean", 1): _boolean,
    ("true", 0): _true_or_false,
    ("false", 0): _true_or_false,
    ("exists", 1): _exists,
    ("empty", 1): _exists,
    ("count", 1): _count,
    ("sum", 1): _sum,
    ("max", 1): _outermost,
    ("min", 1): _outermost,
    **{(name, 1): _keeps_type for name in _KEEPS_TYPE},
    ("concat", None): _concat,
    ("string-join", 2): _string_join,
    ("distinct-values", 1): _distinct_values,
    ("reverse", 1): _reverse,
    ("data", 1): _data,
    ("position", 0): _position,
    ("last", 0): _position,
    ("current", 0): _current,
    **{(name, number): _name for name in _NAME_OF for number in (0, 1)},
}


# The functions of the rules.


def _own_function(t: Translator, expression: tree.Call, scope: Scope) -> Code:
    signature = t.parts.functions.get((expression.uri, expression.name))
    if signature is None or len(signature.parameter_types) != len(expression.arguments):
        raise CannotCompile(f"the unknown function {expression.name}() of {expression.uri}")
    pairs = zip(expression.arguments, signature.parameter_types, strict=True)
    given = [converted(t.code(argument, scope), type_name) for argument, type_name in pairs]
    result = declared(signature.returns)
    text = f"{signature.python_name}({', '.join(['check', *(code.text for code in given)])})"
    return Code(text, result.kind, result.count)


def declared(type_name: str | None) -> Code:
    """The shape of a declared type, xs:string? and its kind; without one, at most one atomic value."""
    if type_name is None:
        return Code("", Kind.ANY, Count.OPTIONAL)
    plain = type_name.rstrip("?*+")
    count = Count.MANY if type_name[-1] in "*+" else Count.OPTIONAL if type_name.endswith("?") else Count.ONE
    if plain.startswith(("element(", "node(")):
        return Code("", Kind.NODE, Count.ONE if count is Count.ONE else Count.MANY)
    if plain.startswith("item("):
        return Code("", Kind.ANY, count)
    kinds = {
        "string": Kind.STRING, "boolean": Kind.BOOLEAN, "decimal": Kind.EXACT, "integer": Kind.EXACT,
        "double": Kind.NUMBER, "float": Kind.NUMBER, "date": Kind.ANY, "anyAtomicType": Kind.ANY,
    }  # fmt: skip
    local = plain.rpartition(":")[2]
    if local not in kinds:
        raise CannotCompile(f"the declared type {type_name}")
    return Code("", kinds[local], count)


def converted(code: Code, type_name: str | None) -> Code:
    """A value brought to a declared type: nodes are atomized and their text cast (XPath's function conversion)."""
    wanted = declared(type_name)
    if wanted.kind is Kind.NODE:
        return _as_nodes(code, wanted, type_name)
    if wanted.many:
        if wanted.kind is not Kind.ANY and code.kind is not wanted.kind and not (code.textual and wanted.textual):
            raise CannotCompile(f"a sequence that has to be converted to {type_name}")
        return Code(atoms(code), wanted.kind, Count.MANY)
    held = atom(code)
    if wanted.kind is not Kind.ANY and held.kind is not wanted.kind and type_name is not None:
        held = constructed(type_name.rstrip("?").rpartition(":")[2], code)
    elif type_name is not None and type_name.endswith("date"):
        held = constructed("date", code)
    if wanted.one and not held.one:
        return Code(f"required({held.text})", wanted.kind)
    return Code(held.text, wanted.kind, wanted.count)


def _as_nodes(code: Code, wanted: Code, type_name: str | None) -> Code:
    if code.kind is not Kind.NODE:
        raise CannotCompile(f"a value where {type_name} is declared")
    if wanted.many:
        return Code(sequence(code), Kind.NODE, Count.MANY)
    return code if code.one else Code(f"required(only({code.text}))", Kind.NODE)
