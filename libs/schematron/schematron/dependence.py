"""What an expression depends on: the context item, local variables, or nothing but the document."""

from collections.abc import Collection, Iterator

from schematron import tree

_CONTEXT_FUNCTIONS = ("position", "last")
_CONTEXT_WHEN_EMPTY = (
    "string", "normalize-space", "string-length", "number", "name", "local-name", "namespace-uri", "data",
)  # fmt: skip


def local_variables(expression: tree.Expression, globals_: Collection[str]) -> set[str]:
    """The variables in it that are not global; those it binds itself are counted too."""
    found = {each.name for each in tree.walk(expression) if isinstance(each, tree.Variable)}
    return found - set(globals_)


def free_variables(expression: tree.Expression, globals_: Collection[str]) -> set[str]:
    """The local variables in it that come from outside."""
    bound = {each.name for each in tree.walk(expression) if isinstance(each, tree.Binding)}
    return local_variables(expression, globals_) - bound


def uses_context(expression: tree.Expression) -> bool:
    """Does it look at the context item, its position, or current()?"""
    if isinstance(expression, tree.ContextItem | tree.Step):
        return True
    if isinstance(expression, tree.Path):
        return uses_context(expression.steps[0]) or uses_current(expression)
    if isinstance(expression, tree.Filter):
        return uses_context(expression.operand) or uses_current(expression)
    if isinstance(expression, tree.Call):
        empty_handed = not expression.arguments and expression.is_standard(*_CONTEXT_WHEN_EMPTY)
        if empty_handed or expression.is_standard(*_CONTEXT_FUNCTIONS, "current"):
            return True
    return any(uses_context(each) for each in _parts(expression))


def uses_current(expression: tree.Expression) -> bool:
    """Does current() stand anywhere in it?"""
    return any(isinstance(each, tree.Call) and each.is_standard("current") for each in tree.walk(expression))


def uses_position(expression: tree.Expression) -> bool:
    """Does position() or last() stand in it?"""
    return any(isinstance(each, tree.Call) and each.is_standard(*_CONTEXT_FUNCTIONS) for each in tree.walk(expression))


def is_of_document(expression: tree.Expression, globals_: Collection[str]) -> bool:
    """Is it the same wherever in the document it is asked?"""
    return not uses_context(expression) and not free_variables(expression, globals_)


def reads_document(expression: tree.Expression) -> bool:
    """Does an absolute path stand in it: is it worth working out once?"""
    return any(isinstance(each, tree.Path) and each.is_absolute for each in tree.walk(expression))


def _parts(expression: tree.Expression) -> Iterator[tree.Expression]:
    """The expressions directly inside."""
    for field in expression.__dataclass_fields__:
        value = getattr(expression, field)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, tree.Expression):
                yield item


def uses_of(name: str, expression: tree.Expression, looped: bool = False) -> Iterator[bool]:
    """One item per place where $name is used: does it stand in a loop, where it would be worked out many times?"""
    if isinstance(expression, tree.Variable):
        if expression.name == name:
            yield looped
        return
    parts = list(_parts(expression))
    repeats = isinstance(expression, tree.Path | tree.Filter | tree.For | tree.Quantified | tree.Step)
    for place, part in enumerate(parts):
        inside = looped or (repeats and (place > 0 or isinstance(expression, tree.Step)))
        yield from uses_of(name, part, inside)


def may_be_place(predicate: tree.Expression) -> bool:
    """May this predicate be a number, so that it asks for a place and not for a truth?"""
    if uses_position(predicate):
        return True
    if isinstance(predicate, tree.Call):
        known = (
            "not",
            "exists",
            "empty",
            "boolean",
            "true",
            "false",
            "contains",
            "starts-with",
            "ends-with",
            "matches",
        )
        return not predicate.is_standard(*known, "normalize-space", "string")
    truths = (tree.Path, tree.And, tree.Or, tree.Comparison, tree.Quantified, tree.String, tree.NodeSets)
    return not isinstance(predicate, truths)
