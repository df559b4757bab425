"""A rule's context (an XSLT match pattern) as the names a path ends in, and Python conditions on the element."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

from schematron import tree
from schematron.dependence import may_be_place
from schematron.errors import CannotCompile
from schematron.parts import Parts
from schematron.scope import RULE_NODE, Scope
from schematron.shapes import Code, Kind
from schematron.translator import Translator

_OF_NAMES = (
    "name", "local-name", "namespace-uri", "ends-with", "starts-with", "contains", "not", "exists", "empty", "boolean",
)  # fmt: skip
_NAME_AXES = ("self", "parent", "ancestor", "ancestor-or-self")


@dataclass(frozen=True)
class _PatternStep:
    """One step of a pattern; without a test, any number of elements may stand here."""

    test: tree.NameTest | tree.KindTest | None
    predicates: tuple[tree.Expression, ...] = ()


@dataclass(frozen=True)
class _Alternative:
    """One alternative of a pattern, as a | b has two."""

    steps: tuple[_PatternStep, ...]
    absolute: bool

    @property
    def is_root_element(self) -> bool:
        """/a, without conditions."""
        return self.absolute and len(self.steps) == 1 and not self.steps[0].predicates


@dataclass
class _Conditions:
    by_path: list[str] = field(default_factory=list)
    of_element: list[str] = field(default_factory=list)
    key: str = ""
    key_value: str = ""


class ContextWriter:
    """Writes contexts; equal conditions become one function, so that the run time sees that they are the same."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._functions: dict[tuple[str, str], str] = {}  # (hint, expression) -> Python name
        self.definitions: list[str] = []

    def contexts(self, pattern: tree.Expression) -> list[str]:
        """One Context(…) of the run time per alternative, in Python."""
        return [self._context(alternative) for alternative in alternatives(pattern)]

    def _context(self, alternative: _Alternative) -> str:
        conditions = self._conditions(alternative)
        names = [self._name(step) for step in alternative.steps]
        given = [f"({''.join(f'{name}, ' for name in names)})"]
        if alternative.absolute:
            given.append("absolute=True")
        if conditions.by_path:
            given.append(f"by_path={self._function('path', conditions.by_path)}")
        if conditions.of_element:
            given.append(f"condition={self._function('condition', conditions.of_element)}")
        if conditions.key:
            given.append(f"key={self._function('key', [conditions.key])}, key_value={conditions.key_value!r}")
        return f"Context({', '.join(given)})"

    def _name(self, step: _PatternStep) -> str:
        return "ANY_DEPTH" if step.test is None else self._parts.test(step.test)

    def _conditions(self, alternative: _Alternative) -> _Conditions:
        found = _Conditions()
        node: Code | None = RULE_NODE
        for step in reversed(alternative.steps):
            if step.test is None:
                node = None
                continue
            if node is None and step.predicates:
                raise CannotCompile("a context with a condition before //")
            for predicate in step.predicates:
                self._add(found, predicate, node or RULE_NODE)
            node = node and Code(f"{node.text}.parent", Kind.NODE)
        return found

    def _add(self, found: _Conditions, predicate: tree.Expression, node: Code) -> None:
        t = Translator(self._parts)
        scope = Scope(context=node, current=RULE_NODE)
        for part in predicate.parts if isinstance(predicate, tree.And) else (predicate,):
            if may_be_place(part) and t.code(part, scope).kind not in (Kind.BOOLEAN, Kind.STRING):
                raise CannotCompile("a context with a place in it, as a[1]")
            is_own = node == RULE_NODE
            key = _key(part) if is_own and not found.key else None
            code = t.code(key[0], scope) if key else None
            if key and code and code.is_(Kind.STRING):
                found.key, found.key_value = code.text, key[1]
            elif is_own and _is_of_names(part):
                found.by_path.append(t.condition(part, scope))
            else:
                found.of_element.append(t.condition(part, scope))

    def _function(self, hint: str, conditions: list[str]) -> str:
        expression = " and ".join(conditions)
        if (hint, expression) not in self._functions:
            name = f"{hint}_{len(self._functions) + 1}"
            self._functions[hint, expression] = name
            if hint == "condition":  # an error in a match pattern is no match (XSLT 2.0, 5.5.4)
                body = f"    try:\n        return {expression}\n    except UNCOMPUTABLE:\n        return False\n"
            else:
                body = f"    return {expression}\n"
            self.definitions.append(f"def {name}(node, check):\n{body}")
        return self._functions[hint, expression]


def _key(predicate: tree.Expression) -> tuple[tree.Expression, str] | None:
    """normalize-space(cbc:ID) = 'AE': what is asked, and the answer wanted."""
    if (
        isinstance(predicate, tree.Comparison)
        and predicate.operator == "="
        and isinstance(predicate.right, tree.String)
    ):
        return predicate.left, predicate.right.value
    return None


def _is_of_names(expression: tree.Expression) -> bool:
    """Can it be answered from the names of the element and those around it alone?"""
    if isinstance(expression, tree.Path):
        step = expression.steps[0]
        single = len(expression.steps) == 1 and isinstance(step, tree.Step)
        return single and isinstance(step, tree.Step) and step.axis in _NAME_AXES and not step.predicates
    if isinstance(expression, tree.Call):
        return expression.is_standard(*_OF_NAMES) and all(map(_is_of_names, expression.arguments))
    if isinstance(expression, tree.And | tree.Or):
        return all(map(_is_of_names, expression.parts))
    if isinstance(expression, tree.Comparison):
        return _is_of_names(expression.left) and _is_of_names(expression.right)
    return isinstance(expression, tree.String)


def alternatives(pattern: tree.Expression) -> list[_Alternative]:
    """The alternatives of a pattern. Raises CannotCompile where it matches anything but elements."""
    if isinstance(pattern, tree.NodeSets) and pattern.operator == "union":
        return [*alternatives(pattern.left), *alternatives(pattern.right)]
    if isinstance(pattern, tree.Path | tree.Filter):
        pattern = tree.Path((pattern,)) if isinstance(pattern, tree.Filter) else pattern
        return [_alternative(each) for each in _without_unions(pattern)]
    raise CannotCompile("a context that is no path")


def _without_unions(pattern: tree.Path) -> list[tree.Path]:
    """(a | b)[c]/d as a[c]/d and b[c]/d."""
    return [tree.Path(sum(chosen, ())) for chosen in product(*map(_sides, pattern.steps))]


def _sides(step: tree.Expression) -> list[tuple[tree.Expression, ...]]:
    """What a step stands for, each as steps of its own."""
    if isinstance(step, tree.NodeSets) and step.operator == "union":
        return [*_sides(step.left), *_sides(step.right)]
    if isinstance(step, tree.Path):
        return [path.steps for path in _without_unions(step)]
    if isinstance(step, tree.Filter):
        return [(*before, _narrowed(last, step.predicates)) for *before, last in _sides(step.operand)]
    return [(step,)]


def _narrowed(step: tree.Expression, predicates: tuple[tree.Expression, ...]) -> tree.Expression:
    if not isinstance(step, tree.Step):
        raise CannotCompile("a context with conditions on what is no step")
    return tree.Step(step.axis, step.test, step.predicates + predicates)


def _alternative(pattern: tree.Path) -> _Alternative:
    steps = pattern.steps
    absolute = pattern.is_absolute
    if absolute:
        steps = steps[1:]
        if steps and steps[0] == tree.DESCENDANT_OR_SELF:  # //a matches wherever a does
            absolute, steps = False, steps[1:]
    found = []
    for step in steps:
        if step == tree.DESCENDANT_OR_SELF:
            found.append(_PatternStep(None))
        elif isinstance(step, tree.Step) and step.axis == "child" and _matches_elements(step.test):
            found.append(_PatternStep(step.test, step.predicates))
        else:
            raise CannotCompile("a context that matches anything but elements by their path")
    return _Alternative(tuple(found), absolute)


def _matches_elements(test: tree.NameTest | tree.KindTest) -> bool:
    return isinstance(test, tree.NameTest) or test.kind == "element"
