"""What a buyer asks of the references on its invoices (S3-59)."""

from __future__ import annotations

import re
from typing import Final, get_args

from chassis import Aggregate, Refused
from contracts.values import Language, ReferenceRule
from directory.members.commands import SetBuyerRules
from directory.members.events import BuyerRulesChanged
from directory.members.patterns import check_pattern

RULES_MAX: Final = 10
PATTERNS_MAX: Final = 10
"""How many alternative patterns one rule may have."""
WORDS_MAX: Final = 500
"""How many characters the buyer's own explanation may have in one language."""


class BuyerRules(Aggregate[BuyerRulesChanged], stream="directory.buyer_rules"):
    """One buyer's rules. Versions count up; the one with the latest `valid_from` that has come is in force."""

    number: int = 0

    def set(self, command: SetBuyerRules) -> None:
        if len(command.rules) > RULES_MAX:
            raise Refused("buyer-rules.too-many", rules_max=RULES_MAX)
        asked = [rule.reference for rule in command.rules]
        for rule in command.rules:
            if asked.count(rule.reference) > 1:
                raise Refused("buyer-rules.reference-twice", reference=rule.reference)
            _check(rule)
        self.record(
            BuyerRulesChanged(
                company=command.company, version=self.number + 1, valid_from=command.valid_from, rules=command.rules
            )
        )

    def evolve(self, event: BuyerRulesChanged) -> None:
        self.number = event.version


def _check(rule: ReferenceRule) -> None:
    if len(rule.patterns) > PATTERNS_MAX:
        raise Refused("buyer-rules.too-many-patterns", reference=rule.reference, patterns_max=PATTERNS_MAX)
    for pattern in rule.patterns:
        check_pattern(pattern, rule.reference)
    if rule.example and rule.patterns and not any(re.fullmatch(pattern, rule.example) for pattern in rule.patterns):
        raise Refused("buyer-rules.example-fails", reference=rule.reference, example=rule.example)
    for language, words in rule.words.items():
        if language not in get_args(Language):
            raise Refused("buyer-rules.words-language-unknown", reference=rule.reference, language=language[:10])
        if len(words) > WORDS_MAX:
            raise Refused("buyer-rules.words-too-long", reference=rule.reference, length_max=WORDS_MAX)
