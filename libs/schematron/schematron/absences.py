"""Finds the assertions not(a/b/c) of a rule on the root element: most rules of a syntax are such, and need no code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from schematron import tree
from schematron.contexts import alternatives


@dataclass(frozen=True)
class Wanted:
    """A path wanted absent: element names from below the root, or anywhere, and perhaps an attribute at its end."""

    names: tuple[tree.NameTest, ...]
    attribute: str
    anywhere: bool


def is_on_root_element(context: tree.Expression) -> bool:
    """Is the rule's context /a, or /a | /b, without conditions?"""
    return all(alternative.is_root_element for alternative in alternatives(context))


def wanted_absent(test: tree.Expression) -> list[Wanted] | None:
    """What not(…) wants absent, or None where the test is another or asks more than names."""
    if not (isinstance(test, tree.Call) and test.is_standard("not") and len(test.arguments) == 1):
        return None
    found: list[Wanted] = []
    for path in _united(test.arguments[0]):
        each = _wanted(path)
        if each is None:
            return None
        found += each
    return found


def _united(expression: tree.Expression) -> list[tree.Expression]:
    if isinstance(expression, tree.NodeSets) and expression.operator == "union":
        return [*_united(expression.left), *_united(expression.right)]
    return [expression]


def _wanted(path: tree.Expression) -> list[Wanted] | None:
    if not isinstance(path, tree.Path):
        return None
    steps: Sequence[tree.Expression] = path.steps
    anywhere = path.is_absolute
    if anywhere:
        if len(steps) < 3 or steps[1] != tree.DESCENDANT_OR_SELF:
            return None
        steps = steps[2:]
    branches = _branches(steps)
    if branches is None:
        return None
    return [each for branch in branches if (each := _from_steps(branch, anywhere))]


def _branches(steps: Sequence[tree.Expression]) -> list[tuple[tree.Step, ...]] | None:
    """a/(b | c)/d as a/b/d and a/c/d; None where a step is more than a plain name."""
    choices: list[list[tuple[tree.Step, ...]]] = []
    for place, step in enumerate(steps):
        found = _choices(step)
        if found is None or any(_is_attribute(branch[-1]) and place + 1 < len(steps) for branch in found):
            return None
        choices.append(found)
    return [sum(chosen, ()) for chosen in product(*choices)]


def _choices(step: tree.Expression) -> list[tuple[tree.Step, ...]] | None:
    if isinstance(step, tree.NodeSets) and step.operator == "union":
        sides = [_branches(side.steps) if isinstance(side, tree.Path) else _choices(side) for side in _united(step)]
        known = [side for side in sides if side is not None]
        return [branch for side in known for branch in side] if len(known) == len(sides) else None
    if not isinstance(step, tree.Step) or step.predicates or step.axis not in ("child", "attribute"):
        return None
    if not isinstance(step.test, tree.NameTest) or not step.test.is_plain:
        return None
    if step.axis == "attribute" and step.test.uri:
        return None
    return [(step,)]


def _is_attribute(step: tree.Step) -> bool:
    return step.axis == "attribute"


def _from_steps(steps: Sequence[tree.Step], anywhere: bool) -> Wanted | None:
    tests = [step.test for step in steps if isinstance(step.test, tree.NameTest)]
    if not _is_attribute(steps[-1]):
        return Wanted(tuple(tests), "", anywhere)
    return Wanted(tuple(tests[:-1]), tests[-1].local or "", anywhere)
