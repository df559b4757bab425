"""What a buyer demands of an invoice's references before it can be sent: the buyer's own rules, evaluated.

Pure: the same rules give the same answer in a form, at issue and in a test. A buyer's rule is a list of alternatives
(a work order number, or else a purchase order number); nothing that was typed is ever changed silently, only a
correction is offered.
"""

import re
from importlib.resources import files
from typing import Literal

import msgspec

from einvoice.model import Invoice, Term
from nordic.faults import Invalid
from nordic.kid import parse_kid
from nordic.ocr import parse_ocr
from nordic.viitenumero import parse_rf, parse_viitenumero

VALUE_LENGTH_MAX = 200
"""Characters of a reference; what is longer is refused before any pattern sees it."""

Field = Literal["purchase_order", "buyer_reference", "payment_reference", "reference_person", "attachments"]
Level = Literal["error", "remark"]
Normalisation = Literal["upper-case", "no-spaces"]
CheckDigit = Literal["ocr", "kid", "viitenumero", "rf"]

TERMS: dict[Field, str] = {
    "purchase_order": "BT-13",
    "buyer_reference": "BT-10",
    "payment_reference": "BT-83",
    "reference_person": "BT-56",
    "attachments": "BG-24",
}


class Alternative(Term, frozen=True, kw_only=True):
    """One form that a reference may have."""

    name: str  # stable and translatable: work-order, purchase-order
    pattern: str  # the whole value, as a regular expression; see `einvoice.reference_patterns`
    example: str | None = None
    claims: str | None = None  # a value that begins so means this form, and must then have it
    remark: str | None = None  # said, in the buyer's words, when a value passes by this form


class FieldRule(Term, frozen=True, kw_only=True):
    """What the buyer demands of one reference."""

    mandatory: bool = False
    generated_when_blank: bool = False  # the seller's system makes one at issue (a payment reference)
    alternatives: tuple[Alternative, ...] = ()  # none: anything will do
    check_digit: CheckDigit | None = None
    normalisations: tuple[Normalisation, ...] = ()  # what is tried, and offered, when the value itself does not pass
    words: dict[str, str] = msgspec.field(default_factory=dict)  # the buyer's own explanation, by language


class BuyerRules(Term, frozen=True, kw_only=True):
    """One version of a buyer's rules. A version never changes: new demands are a new version."""

    version: int
    purchase_order: FieldRule = FieldRule()
    buyer_reference: FieldRule = FieldRule()
    payment_reference: FieldRule = FieldRule()
    reference_person: FieldRule = FieldRule()
    attachment_types: tuple[str, ...] = ()  # MIME types; none: whatever the network takes
    attachment_words: dict[str, str] = msgspec.field(default_factory=dict)


class References(Term, frozen=True, kw_only=True):
    """The references of an invoice, as they were typed."""

    purchase_order: str | None = None  # BT-13
    buyer_reference: str | None = None  # BT-10
    payment_reference: str | None = None  # BT-83
    reference_person: str | None = None  # BT-56
    attachment_types: tuple[str, ...] = ()  # BT-125-1 of each attachment


class ReferenceFinding(Term, frozen=True, kw_only=True):
    """What the buyer's rules say of one reference. An error stops the sending; a remark is shown and passes."""

    field: Field
    level: Level
    code: str  # reference.missing, reference.form, reference.check-digit, reference.remark, reference.generated, ...
    text: str  # a sentence in English; `words` are the buyer's own
    examples: tuple[str, ...] = ()
    correction: str | None = None  # a value that would pass: to be offered, never to be put in silently
    words: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def term(self) -> str:
        """The business term."""
        return TERMS[self.field]


def references_of(invoice: Invoice) -> References:
    """The references of an invoice; its payment reference is the first that any payment means has."""
    payment = next((means.payment_id for means in invoice.payment_means if means.payment_id), None)
    return References(
        purchase_order=invoice.purchase_order,
        buyer_reference=invoice.buyer_reference,
        payment_reference=payment,
        reference_person=invoice.buyer.contact.name if invoice.buyer.contact else None,
        attachment_types=tuple(attachment.mime or "" for attachment in invoice.attachments),
    )


def check(rules: BuyerRules, references: References) -> list[ReferenceFinding]:
    """What the buyer's rules say, field by field in the order of the form; empty when all is as demanded."""
    findings = [
        _check_field("purchase_order", rules.purchase_order, references.purchase_order),
        _check_field("payment_reference", rules.payment_reference, references.payment_reference),
        _check_field("buyer_reference", rules.buyer_reference, references.buyer_reference),
        _check_field("reference_person", rules.reference_person, references.reference_person),
    ]
    return [found for found in findings if found] + _check_attachments(rules, references.attachment_types)


def infranord() -> BuyerRules:
    """The rules of Infranord, a real buyer, as an example and for demonstrations."""
    document = files(__package__).joinpath("buyer_rules_infranord.json").read_bytes()
    return msgspec.json.decode(document, type=BuyerRules)


def _check_field(name: Field, rule: FieldRule, value: str | None) -> ReferenceFinding | None:
    if not value or not value.strip():
        return _blank(name, rule)
    if len(value) > VALUE_LENGTH_MAX:
        return _finding(name, rule, "reference.length", f"at most {VALUE_LENGTH_MAX} characters")
    fault = _fault(rule, value)
    if fault is None:
        return _remark(name, rule, value)
    code, text = fault
    gentlest_first = (value.strip(), _normalised(rule, value))
    correction = next((better for better in gentlest_first if better != value and not _fault(rule, better)), None)
    return _finding(name, rule, code, text, correction)


def _blank(name: Field, rule: FieldRule) -> ReferenceFinding | None:
    if rule.generated_when_blank:
        text = "left blank: one is generated when the invoice is issued"
        return _finding(name, rule, "reference.generated", text, level="remark")
    if rule.mandatory:
        return _finding(name, rule, "reference.missing", "the buyer demands this reference")
    return None


def _fault(rule: FieldRule, value: str) -> tuple[str, str] | None:
    """Why a value does not pass as it stands, as code and sentence."""
    if value != value.strip():
        return "reference.spaces", "there are spaces before or after it"
    # A form that the buyer's correction would lead to counts as meant: "ao12345" means AO12345, and is not a
    # purchase order number.
    meant = _normalised(rule, value)
    for form in rule.alternatives:
        if re.fullmatch(form.pattern, value):
            break
        if form.claims and meant.startswith(form.claims):
            return "reference.form", f"what begins with {form.claims} is written like {form.example or form.pattern}"
    else:
        if rule.alternatives:
            return "reference.form", "it has none of the forms that the buyer takes"
    if rule.check_digit:
        return _check_digit_fault(rule.check_digit, value)
    return None


def _check_digit_fault(kind: CheckDigit, value: str) -> tuple[str, str] | None:
    try:
        match kind:
            case "ocr":
                parsed = parse_ocr(value)
            case "kid":
                parsed = parse_kid(value)
            case "viitenumero":
                parsed = parse_viitenumero(value)
            case "rf":
                parsed = parse_rf(value)
    except Invalid as invalid:
        return "reference.check-digit", invalid.text
    as_written = parsed.lstrip("0") == value.lstrip("0")
    return None if as_written else ("reference.spaces", "it is written without spaces and dashes")


def _remark(name: Field, rule: FieldRule, value: str) -> ReferenceFinding | None:
    form = next((form for form in rule.alternatives if re.fullmatch(form.pattern, value)), None)
    if form is None or form.remark is None:
        return None
    return _finding(name, rule, "reference.remark", form.remark, level="remark")


def _normalised(rule: FieldRule, value: str) -> str:
    better = value.strip()
    if "no-spaces" in rule.normalisations:
        better = re.sub(r"[\s\u00a0-]", "", better)
    return better.upper() if "upper-case" in rule.normalisations else better


def _check_attachments(rules: BuyerRules, types: tuple[str, ...]) -> list[ReferenceFinding]:
    refused = sorted({kind or "unknown" for kind in types if kind not in rules.attachment_types})
    if not rules.attachment_types or not refused:
        return []
    text = f"the buyer takes attachments of {', '.join(rules.attachment_types)}, not {', '.join(refused)}"
    words = rules.attachment_words
    return [ReferenceFinding(field="attachments", level="error", code="attachment.type", text=text, words=words)]


def _finding(
    name: Field, rule: FieldRule, code: str, text: str, correction: str | None = None, *, level: Level = "error"
) -> ReferenceFinding:
    examples = tuple(form.example for form in rule.alternatives if form.example)
    return ReferenceFinding(
        field=name, level=level, code=code, text=text, examples=examples, correction=correction, words=rule.words
    )
