"""Everything a generated module uses, and nothing else: its one import."""

from decimal import Decimal

from schematron.axes import (
    ancestors, ancestors_or_self, common, descendants, descendants_or_self, following, following_siblings,
    in_document_order, itself, parents, preceding, preceding_siblings, without,
)  # fmt: skip
from schematron.check import AbsentPath, Absences, Assertion
from schematron.comparisons import any_pair, any_string_pair, compare, compare_values, has_boolean, has_value
from schematron.dispatch import ANY_DEPTH, Context, Rule, Ruleset, remembered
from schematron.document import NONE
from schematron.errors import UNCOMPUTABLE
from schematron.numbers import (
    absolute, add, average, ceiling, divide, floor, greatest, least, modulo, multiply, negative, rounded, subtract,
    total, whole_divide, whole_numbers,
)  # fmt: skip
from schematron.paths import name
from schematron.sequences import (
    Later, chosen, distinct, item_at, kept, listed, name_of, only, only_text, only_value, truth, truth_of_many,
)  # fmt: skip
from schematron.text import after, before, found, normalize, parted, replaced, spaced, substring, translate
from schematron.values import (
    WHITE_SPACE, cast, castable, castable_alone, decimal_of, integer_of, number, required, string_of,
)  # fmt: skip

__all__ = [
    "ANY_DEPTH", "NONE", "UNCOMPUTABLE", "WHITE_SPACE", "AbsentPath", "Absences", "Assertion", "Context", "Decimal",
    "Later", "Rule", "Ruleset", "absolute", "add", "after", "ancestors", "ancestors_or_self", "any_pair",
    "any_string_pair", "average", "before", "cast", "castable", "castable_alone", "ceiling", "chosen", "common",
    "compare", "compare_values", "decimal_of", "descendants", "descendants_or_self", "distinct", "divide", "floor",
    "following", "following_siblings", "found", "greatest", "has_boolean", "has_value", "in_document_order",
    "integer_of", "item_at", "itself", "kept", "least", "listed", "modulo", "multiply", "name", "name_of", "negative",
    "normalize", "number", "only", "only_text", "only_value", "parents", "parted", "preceding", "preceding_siblings",
    "remembered", "replaced", "required", "rounded", "spaced", "string_of", "substring", "subtract", "total",
    "translate", "truth", "truth_of_many", "whole_divide", "whole_numbers", "without",
]  # fmt: skip
