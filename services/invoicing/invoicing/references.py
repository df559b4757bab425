"""The buyer's own rules on references, judged by `einvoice.references`, as findings in the buyer's words."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.values import BankAccount, Finding, InvoiceDraft, ReferenceRule
from einvoice.references import (
    Alternative,
    BuyerRules,
    CheckDigit,
    Field,
    FieldRule,
    ReferenceFinding,
    References,
    check,
)
from invoicing.circumstances import Circumstances
from invoicing.finding_words import did_you_mean, finding

PREFIX = "reference."
FIELDS: dict[str, Field] = {
    "order_number": "purchase_order",
    "buyer_reference": "buyer_reference",
    "payment_reference": "payment_reference",
    "reference_person": "reference_person",
}
"""What a rule and a draft call a reference -> what EN 16931 does."""
PLACES = {field: place for place, field in FIELDS.items()}
GENERATED = "reference.generated"
ANYTHING, NOTHING = r"[\s\S]+", r"[^\s\S]"
ORDER_FORM, OTHER_FORM = "form", "other"


def findings_on(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    """What the buyer's rules, as they are in force on the issue date, say of the draft's references."""
    rules = around.rules.in_force(draft.issue_date or around.today)
    account = around.supplier.account(draft.account)
    fields = {FIELDS[rule.reference]: _field_rule(rule, account, around.language) for rule in rules}
    typed = {field: getattr(draft, place).strip() or None for place, field in FIELDS.items()}
    found = check(BuyerRules(version=1, **fields), References(**typed))  # type: ignore[arg-type]
    return (_finding(one, around.language) for one in found if one.code != GENERATED)


def _field_rule(rule: ReferenceRule, account: BankAccount | None, language: str) -> FieldRule:
    """A rule that refuses a prefix takes everything else with a remark (D-03); its prefix counts in any case."""
    patterns = rule.patterns or ((NOTHING,) if rule.refuse_prefix else ())
    forms = [Alternative(name=ORDER_FORM, pattern=pattern, example=rule.example or None) for pattern in patterns]
    if rule.refuse_prefix:
        claiming = Alternative(
            name=ORDER_FORM, pattern=patterns[-1], example=rule.example or None, claims=rule.refuse_prefix
        )
        remark = finding("reference.remark", "", language, "warning", prefix=rule.refuse_prefix).text
        forms[-1:] = [claiming, Alternative(name=OTHER_FORM, pattern=ANYTHING, remark=remark)]
    is_payment = rule.reference == "payment_reference"
    return FieldRule(
        mandatory=rule.mandatory,
        generated_when_blank=is_payment,
        alternatives=tuple(forms),
        check_digit=_check_digit(account) if is_payment and rule.mandatory else None,
        normalisations=("upper-case",) if rule.refuse_prefix.isupper() else (),
        words=rule.words,
    )


def _check_digit(account: BankAccount | None) -> CheckDigit:
    """A buyer that demands a payment reference wants one that it can check: OCR in Sweden (S3-61), RF elsewhere."""
    return "rf" if account and account.kind == "iban" and account.country != "SE" else "ocr"


def _finding(one: ReferenceFinding, language: str) -> Finding:
    if one.level == "remark":
        return Finding(one.code, "warning", PLACES[one.field], one.text)
    text = one.words.get(language) or one.words.get("en") or next(iter(one.words.values()), one.text)
    if one.correction:
        text = f"{text} {did_you_mean(one.correction, language)}"
    return Finding(one.code, "error", PLACES[one.field], text)
