"""Which rules meet which elements: decided once for each distinct path, then only followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from schematron.check import Absences, AbsentPath, Assertion, Check, Condition, Formula, RuleFunction
from schematron.document import Document, Element
from schematron.errors import UNCOMPUTABLE
from schematron.paths import Path, matches

ANY_DEPTH = "//"
"""Among the names of a context: any number of elements may stand here."""

REMEMBERED_VALUES_MAX = 20_000
REMEMBERED_LENGTH_MAX = 64


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """One alternative of a rule's context (a match pattern): names of the last steps, and conditions on the element.

    `by_path` looks at names alone and is asked once per path; `condition` is asked of each element. `key`, where
    given, is a string the element must have as `key_value`: rules on the same key become one look-up.
    """

    names: tuple[str, ...]
    absolute: bool = False
    by_path: Condition | None = None
    condition: Condition | None = None
    key: Condition | None = None
    key_value: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule: of those in its pattern whose context fits an element, the first alone is followed."""

    contexts: tuple[Context, ...]
    follow: RuleFunction | None
    absences: Absences | None = None


Guarded: TypeAlias = tuple[Condition | None, RuleFunction | None]
Step: TypeAlias = Callable[[Sequence[Element], Check], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with the elements of one path."""

    steps: tuple[Step, ...]
    absent: frozenset[tuple[Absences, Assertion]]  # wanted absent, and here it is
    absent_attributes: dict[str, list[tuple[Absences, Assertion]]]


class Ruleset:
    """The compiled rules of one file, as a generated module builds them."""

    def __init__(
        self, title: str, sha256: str, assertions: Sequence[Assertion], formulas: Sequence[Formula],
        patterns: Sequence[Sequence[Rule]],
    ) -> None:  # fmt: skip
        self.title = title
        self.sha256 = sha256
        self.assertions = tuple(assertions)
        self._formulas = formulas
        self._patterns = patterns
        self._absent_by_name: dict[str, list[tuple[Absences, AbsentPath]]] = {}
        for absences in (rule.absences for pattern in patterns for rule in pattern if rule.absences):
            for absent in absences.paths:
                last = absent.names[-1] if absent.names else ""
                self._absent_by_name.setdefault(last, []).append((absences, absent))

    def run(self, document: Document) -> Check:
        """Follows every rule that meets an element of the document."""
        check = Check(document, self._formulas)
        present: set[tuple[Absences, Assertion]] = set()
        for path, elements in document.by_path.items():
            plan = path.plans.get(self) or self._plan(path, elements[0], check)
            for step in plan.steps:
                step(elements, check)
            if plan.absent:
                present |= plan.absent
            if plan.absent_attributes:
                present.update(_attributes_present(plan.absent_attributes, elements))
        for absences, assertion in present:
            if absences in check.looked_up:
                check.report(assertion, check.looked_up[absences])
        return check

    def _plan(self, path: Path, example: Element, check: Check) -> Plan:
        lineage = path.lineage()
        chains = (self._chain(pattern, lineage, example, check) for pattern in self._patterns)
        steps = tuple(_step(chain) for chain in chains if chain)
        absent: set[tuple[Absences, Assertion]] = set()
        attributes: dict[str, list[tuple[Absences, Assertion]]] = {}
        for absences, wanted in self._wanted_absent(lineage):
            if wanted.attribute:
                attributes.setdefault(wanted.attribute, []).append((absences, wanted.assertion))
            else:
                absent.add((absences, wanted.assertion))
        plan = path.plans[self] = Plan(steps, frozenset(absent), attributes)
        return plan

    def _chain(
        self, pattern: Sequence[Rule], lineage: list[Path], example: Element, check: Check
    ) -> list[tuple[list[Context], RuleFunction | None]]:
        """The rules of a pattern that may meet this path, up to the first that meets it in any case."""
        chain: list[tuple[list[Context], RuleFunction | None]] = []
        for rule in pattern:
            fitting = [each for each in rule.contexts if _fits(each, lineage, example, check)]
            if fitting:
                chain.append((fitting, rule.follow))
            if any(each.condition is None and each.key is None for each in fitting):
                break
        while chain and chain[-1][1] is None:  # a rule without assertions only shadows those after it
            chain.pop()
        return chain

    def _wanted_absent(self, lineage: list[Path]) -> Iterator[tuple[Absences, AbsentPath]]:
        names = tuple(path.name for path in lineage)
        last = names[-1:]
        candidates = self._absent_by_name.get(last[0], []) if last else []
        for absences, absent in [*candidates, *self._absent_by_name.get("", [])]:
            if _is_wanted_absent(absent, names):
                yield absences, absent


def _is_wanted_absent(absent: AbsentPath, names: tuple[str, ...]) -> bool:
    """Do these names, from the root element down, fit?"""
    if absent.anywhere:
        return names[len(names) - len(absent.names) :] == absent.names
    return bool(names) and names[1:] == absent.names


def _fits(context: Context, lineage: list[Path], example: Element, check: Check) -> bool:
    if not _names_fit(context.names, lineage, context.absolute):
        return False
    return context.by_path is None or bool(context.by_path(example, check))


def _names_fit(names: Sequence[str], lineage: Sequence[Path], absolute: bool) -> bool:
    """Read from the end: the last name is the element's own."""
    if not names:
        return not lineage if absolute else True
    if names[-1] == ANY_DEPTH:
        return any(_names_fit(names[:-1], lineage[:end], absolute) for end in range(len(lineage) + 1))
    return bool(lineage) and matches(names[-1], lineage[-1]) and _names_fit(names[:-1], lineage[:-1], absolute)


def _attributes_present(
    wanted_absent: dict[str, list[tuple[Absences, Assertion]]], elements: Iterable[Element]
) -> Iterator[tuple[Absences, Assertion]]:
    for element in elements:
        for attribute in element.attributes:
            if attribute in wanted_absent:
                yield from wanted_absent[attribute]


# The steps of a plan: one closure each, chosen once, with nothing left to decide while they run.


def _step(chain: list[tuple[list[Context], RuleFunction | None]]) -> Step:
    keys = {context.key for contexts, _ in chain for context in contexts}
    if len(chain) > 1 and len(keys) == 1 and (key := keys.pop()) is not None:
        return _switch(key, chain)
    guarded = [(_any_of(contexts), follow) for contexts, follow in chain]
    if len(guarded) > 1:
        return _first_of(guarded)
    condition, follow = guarded[0]
    if follow is None:
        raise ValueError("a plan's chain never ends in a rule without assertions")
    return _always(follow) if condition is None else _where(condition, follow)


def _always(follow: RuleFunction) -> Step:
    def step(elements: Sequence[Element], check: Check) -> None:
        for element in elements:
            follow(element, check)

    return step


def _where(condition: Condition, follow: RuleFunction) -> Step:
    def step(elements: Sequence[Element], check: Check) -> None:
        for element in elements:
            if condition(element, check):
                follow(element, check)

    return step


def _first_of(guarded: Sequence[Guarded]) -> Step:
    def step(elements: Sequence[Element], check: Check) -> None:
        for element in elements:
            for condition, follow in guarded:
                if condition is None or condition(element, check):
                    if follow is not None:
                        follow(element, check)
                    break

    return step


def _switch(key: Condition, chain: list[tuple[list[Context], RuleFunction | None]]) -> Step:
    """Rules on one key with different values, as the VAT categories: a dictionary instead of a row of questions."""
    by_value: dict[object, list[Guarded]] = {}
    for contexts, follow in chain:
        for value in dict.fromkeys(context.key_value for context in contexts):
            rest = [context.condition for context in contexts if context.key_value == value]
            by_value.setdefault(value, []).append((_any_condition(rest), follow))
    steps = {value: _first_of(guarded) for value, guarded in by_value.items()}

    def step(elements: Sequence[Element], check: Check) -> None:
        for element in elements:
            try:
                value = key(element, check)
            except UNCOMPUTABLE:  # an error in a match pattern is no match (XSLT 2.0, 5.5.4)
                continue
            if value in steps:
                steps[value]((element,), check)

    return step


def _any_of(contexts: Sequence[Context]) -> Condition | None:
    return _any_condition([_with_key(context) for context in contexts])


def _any_condition(conditions: Sequence[Condition | None]) -> Condition | None:
    held = [condition for condition in conditions if condition is not None]
    if len(held) < len(conditions):
        return None
    if len(held) == 1:
        return held[0]
    return lambda element, check: any(condition(element, check) for condition in held)


def _with_key(context: Context) -> Condition | None:
    key, wanted, condition = context.key, context.key_value, context.condition
    if key is None:
        return condition

    def asked(element: Element, check: Check) -> object:
        try:
            return key(element, check) == wanted and (condition is None or condition(element, check))
        except UNCOMPUTABLE:
            return False

    return asked


def remembered(follow: RuleFunction, *attributes: str) -> RuleFunction:
    """For a rule that looks at nothing but its element's text and these attributes: what once passed passes again.

    Most such rules look a code up in a long list, and an invoice has the same few codes on every line. Values are held
    in memory alone, and only short ones that passed.
    """
    passed: set[tuple[str | None, ...]] = set()

    def follow_unless_known(element: Element, check: Check) -> None:
        if element.children or element.last_text - element.first_text > 1:
            follow(element, check)  # text() may be several nodes here, so equal text does not mean equal answers
            return
        seen = (element.value, *map(element.attributes.get, attributes))
        if seen in passed:
            return
        reported = len(check.reports) + len(check.uncomputed_reports)
        follow(element, check)
        if reported < len(check.reports) + len(check.uncomputed_reports):
            return
        if len(passed) < REMEMBERED_VALUES_MAX and len(element.value) <= REMEMBERED_LENGTH_MAX:
            passed.add(seen)

    return follow_unless_known
