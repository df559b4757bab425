"""The facts that a service can tell, read from the return types of its boundary, so that no list repeats them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args, get_type_hints

from chassis.service import Service
from contracts.fact import FACTS, Fact


def promised_facts(service: Service) -> list[type[Fact]]:
    """Every fact that the service's `tells` and `refuses` can return, by type name.

    Raises TypeError when a function does not say which facts it returns. A function annotated with `Fact` itself
    (the portal's, which tells whatever a person did) promises every fact of its service.
    """
    found: set[type[Fact]] = set()
    for function in (*service.tells.values(), *service.refuses.values()):
        found |= _facts_in(function, service.name)
    return sorted(found, key=lambda fact: fact.type())


def _facts_in(function: Callable[..., Any], service: str) -> set[type[Fact]]:
    hint = get_type_hints(function).get("return")
    found = set(_walk(hint))
    if Fact in found:
        found.discard(Fact)
        found |= {fact for fact in FACTS.values() if service == fact.SERVICE}
    if not found:
        raise TypeError(f"{function.__module__}.{function.__qualname__} must name the facts it returns")
    return found


def _walk(hint: Any) -> list[type[Fact]]:
    if isinstance(hint, type) and issubclass(hint, Fact):
        return [hint]
    return [fact for argument in get_args(hint) for fact in _walk(argument)]
