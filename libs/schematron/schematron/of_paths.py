"""Paths, steps and predicates as Python: one comprehension per path, one `for` per step, one `if` per predicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from schematron import tree
from schematron.dependence import (
    is_of_document,
    local_variables,
    may_be_place,
    uses_context,
    uses_current,
    uses_position,
)  # fmt: skip
from schematron.errors import CannotCompile
from schematron.scope import DOCUMENT_NODE, DOCUMENT_SCOPE, Scope
from schematron.shapes import Code, Count, Kind, atom, sequence
from schematron.translator import Translator, translates, translates_condition

_DOWNWARD = ("child", "attribute", "self")
_REVERSE = ("ancestor", "ancestor-or-self", "preceding", "preceding-sibling")
_AXIS_CALLS = {
    "self": "itself({node}, {test}{and_document})",
    "parent": "parents({node}, {test}{and_document})",
    "ancestor": "ancestors({node}, {test}{and_document})",
    "ancestor-or-self": "ancestors_or_self({node}, {test}{and_document})",
    "descendant": "descendants({node}, {test}, check.document)",
    "descendant-or-self": "descendants_or_self({node}, {test}, check.document{and_document})",
    "following": "following({node}, {test}, check.document)",
    "preceding": "preceding({node}, {test}, check.document)",
    "following-sibling": "following_siblings({node}, {test})",
    "preceding-sibling": "preceding_siblings({node}, {test})",
}


_ANY_CHILD = tree.Path((tree.Step("child", tree.NameTest(None, None)),))


@dataclass
class _Hits:
    """What a step gives for one context item: a sequence, of which the items that meet the conditions count."""

    code: Code
    name: str = ""  # of the item, in the conditions
    conditions: list[str] = field(default_factory=list)

    def clause(self, name: str) -> str:
        """`for name in … if …`."""
        ifs = "".join(f" if {each}" for each in self.conditions)
        return f"for {self.name or name} in {sequence(self.code)}{ifs}"

    def as_code(self) -> Code:
        """The items that count."""
        if not self.conditions:
            return self.code
        return Code(f"[{self.name} {self.clause(self.name)}]", self.code.kind, Count.MANY)


@translates(tree.Path, tree.Step)
def path(t: Translator, expression: tree.Path | tree.Step, scope: Scope) -> Code:
    """a/b[c]/@d; an absolute path that asks nothing of its place is a formula, worked out once for the document."""
    whole = expression if isinstance(expression, tree.Path) else tree.Path((expression,))
    if whole == tree.Path((tree.Root(),)):
        return DOCUMENT_NODE
    if whole.is_absolute and scope != DOCUMENT_SCOPE and is_of_document(whole, t.parts.globals):
        return t.once(whole)
    return _Walk(t, scope).through(_spread_union(whole).steps)


@translates_condition(tree.Path)
def any_child_condition(t: Translator, expression: tree.Path, scope: Scope) -> str | None:
    """* asks whether there are child elements at all: no need to put them in order."""
    if expression != _ANY_CHILD or scope.context is None or not scope.context.is_(Kind.NODE):
        return None
    return f"{scope.context.text}.children"


@translates(tree.Root)
def root(t: Translator, expression: tree.Root, scope: Scope) -> Code:
    """/ alone: the document node."""
    return DOCUMENT_NODE


@translates(tree.Filter)
def filter_(t: Translator, expression: tree.Filter, scope: Scope) -> Code:
    """(a)[b]: places count over the whole sequence, in document order."""
    code = t.code(expression.operand, scope)
    hits = _Hits(_ordered(code) if code.many and any(map(may_be_place, expression.predicates)) else code)
    return filtered(t, hits, expression.predicates, scope).as_code()


def _ordered(code: Code) -> Code:
    return Code(f"in_document_order({code.text})", code.kind, code.count) if code.kind is Kind.NODE else code


def _spread_union(whole: tree.Path) -> tree.Path:
    """//(a | b)/c as (//a | //b)/c, so that both are looked up by name."""
    steps = whole.steps
    if len(steps) < 3 or steps[1] != tree.DESCENDANT_OR_SELF or not isinstance(steps[2], tree.NodeSets):
        return whole
    sets = steps[2]
    sides = (sets.left, sets.right)
    if sets.operator != "union" or not all(_begins_with_child(side) for side in sides):
        return whole
    left, right = (
        _spread_union(tree.Path((*steps[:2], *(side.steps if isinstance(side, tree.Path) else (side,)))))
        for side in sides
    )
    return tree.Path((tree.NodeSets("union", left, right), *steps[3:]))


def _begins_with_child(side: tree.Expression) -> bool:
    if isinstance(side, tree.NodeSets):
        return side.operator == "union" and _begins_with_child(side.left) and _begins_with_child(side.right)
    first = side.steps[0] if isinstance(side, tree.Path) else None
    return isinstance(first, tree.Step) and first.axis == "child" and not any(map(may_be_place, first.predicates))


class _Walk:
    """Goes through a path: `_clauses` are the `for` parts so far, `_item` is where the next step starts."""

    def __init__(self, t: Translator, scope: Scope) -> None:
        self._t = t
        self._scope = scope
        self._item = scope.context
        self._clauses: list[str] = []

    def through(self, steps: Sequence[tree.Expression]) -> Code:
        """The code of the whole path."""
        place, hits = self._grouped(steps) or (0, None)
        while place < len(steps):
            if hits is not None:
                self._enter(hits)
            taken, hits = self._next(steps, place, is_first=hits is None)
            place += taken
        if hits is None:
            raise CannotCompile("a path without a step")
        return self._collected(hits)

    def _grouped(self, steps: Sequence[tree.Expression]) -> tuple[int, _Hits] | None:
        """//a[b = 'x'] and //a[b = 'y'] are looked up among the elements //a, grouped once by b."""
        if not isinstance(steps[0], tree.Root):
            return None
        for place, step in enumerate(steps):
            for number, predicate in enumerate(step.predicates if isinstance(step, tree.Step) else ()):
                if may_be_place(predicate) or not isinstance(step, tree.Step):
                    return None
                base = tree.Path((*steps[:place], tree.Step(step.axis, step.test, step.predicates[:number])))
                found = self._group(base, predicate)
                if found:
                    return place + 1, filtered(self._t, _Hits(found), step.predicates[number + 1 :], self._scope)
        return None

    def _group(self, base: tree.Path, predicate: tree.Expression) -> Code | None:
        if not isinstance(predicate, tree.Comparison) or predicate.operator != "=" or predicate.by_value:
            return None
        asked, wanted = predicate.left, predicate.right
        known = self._t.parts.globals
        if not isinstance(wanted, tree.String) or uses_current(asked) or local_variables(asked, known):
            return None
        if not is_of_document(base, known):
            return None
        elements = self._t.once(base)
        key = self._t.code(asked, DOCUMENT_SCOPE.at(Code("e", Kind.NODE)))
        if elements.kind is not Kind.NODE or not key.is_(Kind.STRING):
            return None
        groups = self._t.parts.grouping(elements, key)
        return Code(f"{groups}.get({wanted.value!r}, NONE)", Kind.NODE, Count.MANY)

    def _next(self, steps: Sequence[tree.Expression], place: int, is_first: bool) -> tuple[int, _Hits]:
        """How many steps were taken, and what they give."""
        step = steps[place]
        if isinstance(step, tree.Root):
            return 1, _Hits(DOCUMENT_NODE)
        if step == tree.DESCENDANT_OR_SELF:
            found = self._descendants(steps[place + 1] if place + 1 < len(steps) else None)
            return found if found else (1, self._axis_step(tree.DESCENDANT_OR_SELF, is_last=False))
        if isinstance(step, tree.Step):
            return 1, self._axis_step(step, is_last=place == len(steps) - 1)
        if is_first:
            return 1, _Hits(self._t.code(step, self._scope))
        if self._item is None:
            raise CannotCompile("a path where there is no context item")
        code = self._t.code(step, self._scope.at(self._item))
        return 1, self._distinct(_Hits(code)) if code.kind is Kind.NODE and code.many else _Hits(code)

    def _enter(self, hits: _Hits) -> None:
        """From here on, the steps are taken for each of the hits."""
        if hits.code.one and not hits.conditions:
            self._item = hits.code
            return
        name = hits.name or self._scope.loop_name
        self._clauses.append(hits.clause(name))
        self._item = hits.code.item(name)
        self._scope = self._scope.deeper()

    def _collected(self, hits: _Hits) -> Code:
        if not self._clauses:
            return hits.as_code()
        if hits.code.one and not hits.conditions:
            result, clauses = hits.code.text, self._clauses
        else:
            result = hits.name or self._scope.loop_name
            clauses = [*self._clauses, hits.clause(result)]
        return Code(f"[{result} {' '.join(clauses)}]", hits.code.kind, Count.MANY)

    def _distinct(self, hits: _Hits) -> _Hits:
        """The hits of several context items may be the same nodes, in any order: begin anew from them put in order."""
        if not self._clauses:
            return hits
        found = self._collected(hits)
        self._clauses = []
        return _Hits(Code(f"in_document_order({found.text})", Kind.NODE, Count.MANY))

    def _descendants(self, step: tree.Expression | None) -> tuple[int, _Hits] | None:
        """//name and //@name from the document node, or descendants of that name from elsewhere."""
        if not isinstance(step, tree.Step) or any(map(may_be_place, step.predicates)) or self._item is None:
            return None
        test = step.test
        from_document = self._item == DOCUMENT_NODE and not self._clauses
        if step.axis == "child" and not (isinstance(test, tree.KindTest) and test.kind != "element"):
            named = self._t.parts.test(test)
            call = f"descendants({self._item.text}, {named}, check.document)"
            text = f"check.document.named({named})" if from_document else call
            hits = filtered(self._t, _Hits(Code(text, Kind.NODE, Count.MANY)), step.predicates, self._scope)
            return 2, hits if from_document else self._distinct(hits)
        if step.axis == "attribute" and from_document and isinstance(test, tree.NameTest):
            text = f"check.document.attribute_values({_attribute_test(test)})"
            code = Code(text, Kind.VALUE, Count.MANY)
            return 2, filtered(self._t, _Hits(code), step.predicates, self._scope)
        return None

    def _axis_step(self, step: tree.Step, is_last: bool) -> _Hits:
        if self._item is None:
            raise CannotCompile("a path where there is no context item")
        if self._item.kind is not Kind.NODE:
            raise CannotCompile(f"the step {step.axis}:: from what is no element")
        simple_parent = step.axis == "parent" and step.test == tree.KindTest("node") and not step.predicates
        if simple_parent and not is_last:
            return self._distinct(_Hits(Code(f"{self._item.text}.parent", Kind.NODE)))
        code = self._axis(step)
        from_nearest = step.axis in _REVERSE and any(map(may_be_place, step.predicates))
        if from_nearest:
            code = Code(f"{code.text}[::-1]", code.kind, code.count)
        hits = filtered(self._t, _Hits(code), step.predicates, self._scope)
        if from_nearest:
            hits = _Hits(_ordered(hits.as_code()))
        return hits if step.axis in _DOWNWARD else self._distinct(hits)

    def _axis(self, step: tree.Step) -> Code:
        """The nodes on an axis, of one element."""
        assert self._item is not None
        node, test = self._item.text, step.test
        if step.axis == "child":
            return _children(self._t, node, test)
        if step.axis == "attribute":
            return _attributes(node, test)
        is_any_node = isinstance(test, tree.KindTest) and test.kind == "node"
        call = _AXIS_CALLS[step.axis]
        if is_any_node and "{and_document}" not in call:
            raise CannotCompile(f"{step.axis}::node()")
        and_document = ", True" if is_any_node else ""
        text = call.format(node=node, test=self._t.parts.test(test), and_document=and_document)
        return Code(text, Kind.NODE, Count.MANY)


def _children(t: Translator, node: str, test: tree.NameTest | tree.KindTest) -> Code:
    if isinstance(test, tree.KindTest) and test.kind == "text":
        return Code(f"{node}.text_nodes()", Kind.VALUE, Count.MANY)
    if isinstance(test, tree.KindTest) and test.kind == "node":
        raise CannotCompile("child::node()")
    if isinstance(test, tree.NameTest) and test.is_plain:
        return Code(f"{node}.children.get({t.parts.test(test)}, NONE)", Kind.NODE, Count.MANY)
    named = t.parts.test(test)
    text = f"{node}.child_elements()" if named == "'*'" else f"{node}.children_that({named})"
    return Code(text, Kind.NODE, Count.MANY)


def _attributes(node: str, test: tree.NameTest | tree.KindTest) -> Code:
    if isinstance(test, tree.KindTest):
        raise CannotCompile(f"attribute::{test.kind}()")
    if test.uri == "" and test.local is not None:
        return Code(f"{node}.attributes.get({test.local!r})", Kind.VALUE, Count.OPTIONAL)
    return Code(f"{node}.attribute({_attribute_test(test)})", Kind.VALUE, Count.MANY)


def _attribute_test(test: tree.NameTest) -> str:
    if test.local is None:
        return "'*'" if test.uri is None else repr(f"{test.uri} *")
    if test.uri is None:
        return repr(f"* {test.local}")
    return repr(f"{test.uri} {test.local}".strip())


def filtered(t: Translator, hits: _Hits, predicates: Sequence[tree.Expression], scope: Scope) -> _Hits:
    """The hits that all predicates keep. Each predicate counts places among those the one before it kept."""
    for predicate in predicates:
        hits = _keeping(t, hits, predicate, scope)
    return hits


def _keeping(t: Translator, hits: _Hits, predicate: tree.Expression, scope: Scope) -> _Hits:
    name = hits.name or scope.loop_name
    item = hits.code.item(name)
    position, last = f"position{scope.depth}", f"last{scope.depth}"
    inside = scope.at(item, position, last)
    code = t.code(predicate, inside)
    is_place = code.numeric or (code.kind is Kind.ANY and not code.many)
    if not is_place and not uses_position(predicate):
        return _Hits(hits.code, name, [*hits.conditions, t.condition(predicate, inside)])
    before = hits.as_code()
    if code.numeric and not uses_context(predicate):
        text = f"item_at({sequence(before)}, {atom(code).text})"
    else:
        keeps = t.condition(predicate, inside)
        if code.numeric:
            keeps = f"{atom(code).text} == {position}"
        elif is_place:
            keeps = f"chosen({atom(code).text}, {position})"
        text = f"kept({sequence(before)}, lambda {name}, {position}, {last}: {keeps})"
    return _Hits(Code(text, before.kind, Count.MANY))
