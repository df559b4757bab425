"""One check of one document: what the compiled rules report to, and what they work out once for the whole document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from schematron.document import Document, Element


@dataclass(frozen=True, slots=True)
class Assertion:
    """An assertion (or report) of the official rules; `pattern` and `number` give its place among the others."""

    pattern: int
    number: int
    rule: str
    flag: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class AbsentPath:
    """One alternative of not(a/b/c): an element, or with `attribute` an attribute, that should not be there."""

    names: tuple[str, ...]  # from the root element's child down; or, with `anywhere`, the last names of the path
    attribute: str  # "" for an element
    anywhere: bool
    assertion: Assertion


class Absences:
    """What a rule on the root element wants absent: looked up among the paths of the document, never searched for."""

    def __init__(self, *paths: AbsentPath) -> None:
        self.paths = paths


_UNKNOWN = object()


class Check:
    """Lives as long as one document is checked; each compiled function is given it."""

    __slots__ = ("_formulas", "_values", "document", "looked_up", "reports", "uncomputed_reports")

    def __init__(self, document: Document, formulas: Sequence[Callable[[Check], Any]]) -> None:
        self.document = document
        self.reports: list[tuple[Assertion, Element, str]] = []
        self.uncomputed_reports: list[tuple[Assertion, Element, str]] = []
        self.looked_up: dict[Absences, Element] = {}
        self._formulas = formulas
        self._values: list[Any] = [_UNKNOWN] * len(formulas)

    def once(self, number: int) -> Any:
        """The value of a formula that depends on the document alone. One that fails fails again for each who asks."""
        value = self._values[number]
        if value is _UNKNOWN:
            value = self._values[number] = self._formulas[number](self)
        return value

    def report(self, assertion: Assertion, element: Element, text: str = "") -> None:
        """The assertion does not hold here; `text` is its message where that has to be worked out."""
        self.reports.append((assertion, element, text or assertion.text))

    def uncomputed(self, assertion: Assertion, element: Element, error: Exception) -> None:
        """Whether the assertion holds here could not be computed."""
        self.uncomputed_reports.append((assertion, element, f"{type(error).__name__}: {error}"))

    def look_up(self, absences: Absences, element: Element) -> None:
        """The rule on the root element fires: what it wants absent counts."""
        self.looked_up[absences] = element


Formula: TypeAlias = Callable[[Check], Any]
RuleFunction: TypeAlias = Callable[[Element, Check], None]
Condition: TypeAlias = Callable[[Element, Check], object]
