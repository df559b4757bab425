"""How a simulator is told to fail, delay, repeat or decline: rules laid down by POST /_control."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict, Field

RULES_MAX = 100
DELAY_MAX_S = 300.0


class Effect(StrEnum):
    """What a rule does. Each operation knows some of them; GET /_control says which."""

    FAIL = "fail"
    """Answer with `status` and `code` instead of doing the work."""
    DELAY = "delay"
    """Wait `seconds` first, then go on as usual."""
    LOSE_ANSWER = "lose_answer"
    """Do the work, then answer `status` as if it had not been done."""
    CUT = "cut"
    """Do the work, and break off halfway through the answer."""
    DECLINE = "decline"
    """Do the work, and let it end in a refusal; `code` is the reason in the party's own words."""
    FIELD_FAILS = "field_fails"
    """Answer, with the named `fields` failing on their own; `code` is the kind of fault."""
    REPEAT = "repeat"
    """Send the message `copies` times."""
    REORDER = "reorder"
    """Hold the message until the next one has been sent, or for `seconds` at most."""
    WRONG_SIGNATURE = "wrong_signature"
    """Sign the message with another key, once; the next attempt is signed rightly."""


class Rule(BaseModel):
    """One instruction: the next `times` uses of `operation` meet `effect`. Used-up rules vanish."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operation: str
    effect: Effect
    times: Annotated[int, Field(ge=1, le=10_000)] | None = 1
    """How many uses; null means until cleared."""
    status: Annotated[int, Field(ge=400, le=599)] = 503
    code: Annotated[str, Field(max_length=64)] = ""
    seconds: Annotated[float, Field(ge=0, le=DELAY_MAX_S)] = 1.0
    copies: Annotated[int, Field(ge=2, le=10)] = 2
    fields: Annotated[list[str], Field(max_length=50)] = []


class Instructions(BaseModel):
    """The body of POST /_control: first forget (`clear`), then lay down (`rules`)."""

    model_config = ConfigDict(extra="forbid")

    clear: bool = False
    rules: Annotated[list[Rule], Field(max_length=RULES_MAX)] = []


@dataclass
class _Standing:
    rule: Rule
    left: int | None


class Control:
    """The rules in force. `operations` names what can be instructed and the effects each knows."""

    def __init__(self, operations: dict[str, frozenset[Effect]]) -> None:
        self.operations = operations
        self._standing: deque[_Standing] = deque()

    def lay_down(self, rule: Rule) -> None:
        """Add a rule. Raises ValueError for an unknown operation, an effect it does not know, or too many rules."""
        known = self.operations.get(rule.operation)
        if known is None:
            raise ValueError(f"operation must be one of {sorted(self.operations)}")
        if rule.effect not in known:
            raise ValueError(f"{rule.operation} knows only {sorted(known)}")
        if len(self._standing) >= RULES_MAX:
            raise ValueError(f"at most {RULES_MAX} rules at a time")
        self._standing.append(_Standing(rule, rule.times))

    def take(self, operation: str, effect: Effect) -> Rule | None:
        """Use the oldest matching rule once and return it; None when there is none."""
        for standing in self._standing:
            if standing.rule.operation == operation and standing.rule.effect is effect:
                if standing.left is not None:
                    standing.left -= 1
                    if standing.left == 0:
                        self._standing.remove(standing)
                return standing.rule
        return None

    def clear(self) -> None:
        """Forget every rule."""
        self._standing.clear()

    def shown(self) -> dict[str, object]:
        """Return what GET and POST /_control answer."""
        return {
            "provider": "sim",
            "operations": {name: sorted(effects) for name, effects in self.operations.items()},
            "rules": [{**s.rule.model_dump(mode="json"), "left": s.left} for s in self._standing],
        }


def control_routes(control: Control) -> APIRouter:
    """Return GET, POST and DELETE /_control for these rules."""
    routes = APIRouter()

    @routes.get("/_control")
    async def show() -> dict[str, object]:
        return control.shown()

    @routes.post("/_control")
    async def instruct(instructions: Instructions) -> dict[str, object]:
        if instructions.clear:
            control.clear()
        try:
            for rule in instructions.rules:
                control.lay_down(rule)
        except ValueError as error:
            raise HTTPException(422, str(error)) from error
        return control.shown()

    @routes.delete("/_control")
    async def forget() -> dict[str, object]:
        control.clear()
        return control.shown()

    return routes
