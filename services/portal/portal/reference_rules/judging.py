"""Buyers' reference rules at the edge: ready examples of real buyers, and what rules say of what was typed."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from contracts.values import ReferenceRule
from einvoice.reference_forms import field_rule, written_rules
from einvoice.references import BuyerRules, Field, ReferenceFinding, References, check, infranord

Place = Literal["order_number", "buyer_reference", "payment_reference", "reference_person"]
FIELDS: Final[dict[Place, Field]] = {
    "order_number": "purchase_order",
    "buyer_reference": "buyer_reference",
    "payment_reference": "payment_reference",
    "reference_person": "reference_person",
}
"""What an invoice's form calls a reference -> what EN 16931 does."""
PLACES: Final[dict[Field, Place]] = {field: place for place, field in FIELDS.items()}


def _example(rules: BuyerRules) -> tuple[ReferenceRule, ...]:
    written = written_rules(rules)
    return tuple(
        ReferenceRule(reference=PLACES[field], **written[field]._asdict()) for field in PLACES if field in written
    )


EXAMPLES: Final = {"infranord": _example(infranord())}
"""By the buyer's name; Infranord's are those of S3-60 to S3-63."""

WORDS: Final[dict[str, dict[str, str]]] = {
    "reference.remark": {
        "sv": "Börjar inte med {prefix}: går som inköpsordernummer.",
        "da": "Begynder ikke med {prefix}: sendes som indkøbsordrenummer.",
        "nb": "Begynner ikke med {prefix}: sendes som innkjøpsordrenummer.",
        "fi": "Ei ala {prefix}: lähtee ostotilausnumerona.",
        "en": "Does not begin with {prefix}: sent as a purchase order number.",
    },
    "reference.generated": {
        "sv": "Lämnas tomt: en referens skapas när fakturan utfärdas.",
        "da": "Er tom: en reference laves, når fakturaen udstedes.",
        "nb": "Er tom: en referanse lages når fakturaen utstedes.",
        "fi": "Tyhjä: viite luodaan, kun lasku annetaan.",
        "en": "Left blank: one is made when the invoice is issued.",
    },
    "reference.missing": {
        "sv": "Kunden kräver den här referensen.",
        "da": "Kunden kræver denne reference.",
        "nb": "Kunden krever denne referansen.",
        "fi": "Asiakas vaatii tämän viitteen.",
        "en": "The customer demands this reference.",
    },
    "reference.form": {
        "sv": "Referensen har inte den form som kunden kräver.",
        "da": "Referencen har ikke den form, som kunden kræver.",
        "nb": "Referansen har ikke den formen som kunden krever.",
        "fi": "Viite ei ole asiakkaan vaatimassa muodossa.",
        "en": "The reference does not have the form that the customer demands.",
    },
    "reference.check-digit": {
        "sv": "Kontrollsiffran stämmer inte.",
        "da": "Kontrolcifferet passer ikke.",
        "nb": "Kontrollsifferet stemmer ikke.",
        "fi": "Tarkistenumero ei täsmää.",
        "en": "The check digit is wrong.",
    },
    "reference.spaces": {
        "sv": "Skriv referensen utan blanksteg och bindestreck.",
        "da": "Skriv referencen uden mellemrum og bindestreger.",
        "nb": "Skriv referansen uten mellomrom og bindestreker.",
        "fi": "Kirjoita viite ilman välilyöntejä ja väliviivoja.",
        "en": "Write the reference without spaces and dashes.",
    },
    "reference.length": {
        "sv": "Referensen är för lång.",
        "da": "Referencen er for lang.",
        "nb": "Referansen er for lang.",
        "fi": "Viite on liian pitkä.",
        "en": "The reference is too long.",
    },
}
"""What each finding says; the buyer's own words stand beside it."""


def judged(rules: tuple[ReferenceRule, ...], typed: Mapping[str, str], language: str) -> list[dict[str, Any]]:
    """What the rules say of references, in the order of the form; errors stop the sending, remarks pass.

    A payment reference is judged by its form alone: its check digit depends on the account that is paid to.
    """
    fields = {FIELDS[rule.reference]: _field(rule) for rule in rules}
    given = {FIELDS[place]: typed.get(place, "").strip() or None for place in FIELDS}
    references = References(**given)  # type: ignore[arg-type]
    prefixes = {FIELDS[rule.reference]: rule.refuse_prefix for rule in rules}
    found = check(BuyerRules(version=1, **fields), references)
    return [_finding(one, prefixes.get(one.field, ""), language) for one in found]


def _field(rule: ReferenceRule) -> Any:
    return field_rule(
        mandatory=rule.mandatory,
        patterns=rule.patterns,
        refuse_prefix=rule.refuse_prefix,
        example=rule.example,
        words=rule.words,
        remark=rule.refuse_prefix,
        generated_when_blank=rule.reference == "payment_reference",
    )


def _finding(one: ReferenceFinding, prefix: str, language: str) -> dict[str, Any]:
    words = WORDS[one.code]
    own = one.words.get(language) or one.words.get("en") or next(iter(one.words.values()), "")
    return {
        "reference": PLACES[one.field],
        "level": "error" if one.level == "error" else "warning",
        "code": one.code,
        "text": words.get(language, words["en"]).format(prefix=prefix),
        "buyers_words": own,
        "examples": list(one.examples),
        "correction": one.correction,
    }
