"""Rules and functions as Python functions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from schematron import tree
from schematron.absences import Wanted
from schematron.dependence import uses_of
from schematron.errors import CannotCompile
from schematron.of_functions import converted, declared
from schematron.parts import FunctionSignature, Parts
from schematron.scope import RULE_SCOPE, Scope
from schematron.shapes import Code, Kind, string
from schematron.stylesheet import XSL, Assertion, Function, Rule, Variable, XPath, elements, variable, xpath_at
from schematron.translator import Translator

COMMENT_LENGTH_MAX = 150

_OF_ITSELF = (
    "normalize-space", "not", "contains", "concat", "string-length", "upper-case", "lower-case", "substring", "matches",
    "string", "starts-with", "ends-with", "true", "false", "translate", "exists", "number", "boolean",
)  # fmt: skip


def comment(text: str) -> str:
    """Text fit for one comment line."""
    line = " ".join(text.split())
    return line if len(line) <= COMMENT_LENGTH_MAX else line[:COMMENT_LENGTH_MAX] + "…"


def python_name(name: str) -> str:
    """A name of the rules as part of a Python name."""
    return re.sub(r"\W", "_", name, flags=re.ASCII)


# Rules.


def rule_function(name: str, rule: Rule, checked: list[tuple[str, Assertion]], parts: Parts) -> str:
    """The function that follows a rule for one element; `checked` are its assertions with their Python names."""
    t = Translator(parts)
    scope = RULE_SCOPE
    trees = _trees(rule, checked)
    for number, each in enumerate(rule.variables):
        later_trees = [trees[id(later)] for later in rule.variables[number + 1 :] if id(later) in trees]
        scope = scope.defining(each.name, _variable(t, each, scope, [*later_trees, *_asked(trees, checked)], rule))
    bodies = [_assertion(t, python, assertion, scope) for python, assertion in checked]
    lines = [f"def {name}(node, check):", f"    # {comment(rule.context.text)}"]
    lines += [f"    {statement}" for statement in t.statements]
    return "\n".join([*lines, *bodies]) + "\n"


def _trees(rule: Rule, checked: Iterable[tuple[str, Assertion]]) -> dict[int, tree.Expression]:
    """The tree of each variable and of each test and message, by the identity of its XPath or variable."""
    found: dict[int, tree.Expression] = {}
    for each in rule.variables:
        if isinstance(each.value, XPath):
            found[id(each)] = _parsed(each.value, f"with context {rule.context.text}")
    for _, assertion in checked:
        for xpath in (assertion.test, *(part for part in assertion.message if isinstance(part, XPath))):
            found[id(xpath)] = _parsed(xpath, assertion.rule)
    return found


def _asked(trees: dict[int, tree.Expression], checked: Iterable[tuple[str, Assertion]]) -> list[tree.Expression]:
    return [
        trees[id(xpath)]
        for _, assertion in checked
        for xpath in (assertion.test, *(part for part in assertion.message if isinstance(part, XPath)))
    ]


def _parsed(xpath: XPath, rule: str) -> tree.Expression:
    try:
        return xpath.parsed()
    except CannotCompile as error:
        raise error.located(rule, xpath.text) from error


def _variable(t: Translator, given: Variable, scope: Scope, used_in: list[tree.Expression], rule: Rule) -> Code:
    """A variable used once, outside loops, is its expression written there; any other is worked out when first used."""
    if isinstance(given.value, str):
        return Code(repr(given.value), Kind.STRING)
    try:
        code = t.code(given.value.parsed(), scope)
    except CannotCompile as error:
        raise error.located(f"with context {rule.context.text}", given.value.text) from error
    looped = [each for expression in used_in for each in uses_of(given.name, expression)]
    if not looped or looped == [False]:
        return code
    return t.later(python_name(given.name), code)


def _assertion(t: Translator, python: str, assertion: Assertion, scope: Scope) -> str:
    try:
        test = assertion.test.parsed()
        asked = t.condition(test, t.sharing(test, scope))
        text = _message(t, assertion, scope)
    except CannotCompile as error:
        raise error.located(assertion.rule, assertion.test.text) from error
    said = f", {text}" if text else ""
    return "\n".join(
        [
            "    try:",
            f"        # {comment(f'{assertion.rule}: {assertion.test.text}')}",
            f"        if {asked if assertion.is_report else f'not {asked}'}:",
            f"            check.report({python}, node{said})",
            "    except UNCOMPUTABLE as error:",
            f"        check.uncomputed({python}, node, error)",
        ]
    )


def _message(t: Translator, assertion: Assertion, scope: Scope) -> str:
    """The Python of a message that has to be worked out, or "" for a fixed one."""
    if all(isinstance(part, str) for part in assertion.message):
        return ""
    texts = []
    for part in assertion.message:
        if isinstance(part, str):
            texts.append(repr(part))
            continue
        code = t.code(part.parsed(), scope)
        texts.append(f"spaced({_value_of(code)})" if code.many else string(code))
    return f"normalize({' + '.join(texts)})"


def _value_of(code: Code) -> str:
    """xsl:value-of writes all items, with spaces between them."""
    return f"[e.value for e in {code.text}]" if code.kind is Kind.NODE else code.text


def fixed_message(assertion: Assertion) -> str:
    """The message without what is worked out later, its white space normalized."""
    return " ".join("".join(part if isinstance(part, str) else "…" for part in assertion.message).split())


def attributes_looked_at(rule: Rule, checked: Iterable[tuple[str, Assertion]], parts: Parts) -> list[str] | None:
    """The attributes a rule looks at, where it looks at nothing else but its element's text; otherwise None."""
    if rule.variables:
        return None
    found: set[str] = set()
    for _, assertion in checked:
        fixed = all(isinstance(part, str) for part in assertion.message)
        if not fixed or not _is_of_itself(assertion.test.parsed(), found, frozenset(parts.word_lists)):
            return None
    return sorted(found)


def _is_of_itself(expression: tree.Expression, attributes: set[str], known: frozenset[str]) -> bool:
    if isinstance(expression, tree.Path):
        step = expression.steps[0]
        if len(expression.steps) > 1 or not isinstance(step, tree.Step) or step.predicates:
            return False
        if step.axis == "attribute" and isinstance(step.test, tree.NameTest) and step.test.uri == "":
            attributes.add(str(step.test.local))
            return step.test.local is not None
        return step.axis == "child" and step.test == tree.KindTest("text")
    if isinstance(expression, tree.Call):
        return expression.is_standard(*_OF_ITSELF) and all(
            _is_of_itself(each, attributes, known) for each in expression.arguments
        )
    if isinstance(expression, tree.And | tree.Or):
        return all(_is_of_itself(each, attributes, known) for each in expression.parts)
    if isinstance(expression, tree.Comparison):
        return all(_is_of_itself(each, attributes, known) for each in (expression.left, expression.right))
    if isinstance(expression, tree.Quantified):
        domains = all(_is_of_itself(each.domain, attributes, known) for each in expression.bindings)
        inside = known | {each.name for each in expression.bindings}
        return domains and _is_of_itself(expression.test, attributes, inside)
    if isinstance(expression, tree.Variable):
        return expression.name in known
    return isinstance(expression, tree.String | tree.Number | tree.ContextItem)


def absent_path(wanted: Wanted, python: str, parts: Parts) -> str:
    """One AbsentPath(…) of the run time, in Python."""
    names = "".join(f"{parts.test(test)}, " for test in wanted.names)
    return f"AbsentPath(({names}), {wanted.attribute!r}, {wanted.anywhere}, {python})"


# Functions.


def signature(function: Function, parts: Parts) -> FunctionSignature:
    """How a function is called; known before any body is translated, since functions call one another."""
    name = parts.function_name(function.uri, function.name)
    return FunctionSignature(name, tuple(kind for _, kind in function.parameters), function.returns)


def own_function(function: Function, parts: Parts) -> str:
    """A function of the rules; it has no context item, and gets what its parameters declare."""
    known = parts.functions[function.uri, function.name]
    t = Translator(parts)
    names = {name: f"given_{python_name(name)}" for name, _ in function.parameters}
    shapes = {name: declared(kind) for name, kind in function.parameters}
    variables = {name: Code(names[name], shapes[name].kind, shapes[name].count) for name in names}
    try:
        body = _body(t, list(elements(function.body)), Scope(context=None, variables=variables), function, "    ")
    except CannotCompile as error:
        raise error.located(f"function {function.name}()", "") from error
    lines = [f"def {known.python_name}({', '.join(['check', *names.values()])}):"]
    lines += [f"    {statement}" for statement in t.statements]
    return "\n".join([*lines, *body]) + "\n"


def _body(
    t: Translator, instructions: list[etree._Element], scope: Scope, function: Function, indent: str
) -> list[str]:
    """Variables, then what is returned: by xsl:sequence, xsl:value-of, or an xsl:choose of these."""
    lines: list[str] = []
    for place, instruction in enumerate(instructions):
        if instruction.tag == XSL + "param":
            continue
        if instruction.tag == XSL + "variable":
            given = variable(instruction)
            code = _function_variable(t, given, scope)
            name = f"{python_name(given.name)}_{place}"
            if indent != "    ":
                raise CannotCompile("a variable inside xsl:choose")
            t.statements.append(f"{name} = Later(lambda: {code.text})")
            scope = scope.defining(given.name, Code(f"{name}()", code.kind, code.count))
        elif instruction.tag in (XSL + "sequence", XSL + "value-of"):
            result = converted(t.code(xpath_at(instruction, "select").parsed(), scope), function.returns)
            return [*lines, f"{indent}return {result.text}"]
        elif instruction.tag == XSL + "choose":
            return [*lines, *_choose(t, instruction, scope, function, indent)]
        else:
            raise CannotCompile(f"{instruction.tag} in a function")
    raise CannotCompile("a function that returns nothing")


def _function_variable(t: Translator, given: Variable, scope: Scope) -> Code:
    if isinstance(given.value, str):
        return Code(repr(given.value), Kind.STRING)
    return t.code(given.value.parsed(), scope)


def _choose(t: Translator, choose: etree._Element, scope: Scope, function: Function, indent: str) -> list[str]:
    lines: list[str] = []
    for branch in elements(choose):
        inside = list(elements(branch))
        if branch.tag == XSL + "when":
            lines.append(f"{indent}if {t.condition(xpath_at(branch, 'test').parsed(), scope)}:")
            lines += _body(t, inside, scope, function, indent + "    ")
        else:
            lines += _body(t, inside, scope, function, indent)
    return lines
