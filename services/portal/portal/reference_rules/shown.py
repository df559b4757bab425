"""What the API shows of reference rules: versions, examples, and a verdict on references."""

from datetime import date
from typing import Literal

from contracts.values import ReferenceRule
from portal.edge.shown import Shown


class ReadyRules(Shown):
    rules: list[ReferenceRule]


class RulesInForce(ReadyRules):
    """Version 0 asks nothing."""

    version: int
    valid_from: date | None = None


class OwnRules(Shown):
    in_force: int
    versions: list[RulesInForce]


class ReferenceFinding(Shown):
    """`buyers_words` are the customer's own; `correction` is a value that would pass."""

    reference: str
    level: Literal["error", "warning"]
    code: str
    text: str
    buyers_words: str
    examples: list[str]
    correction: str | None


class ReferenceVerdict(Shown):
    version: int
    passes: bool
    findings: list[ReferenceFinding]
