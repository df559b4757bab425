"""The buyer's own rules on references, judged by `einvoice.references`, as findings in the buyer's words."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.values import BankAccount, Finding, InvoiceDraft, ReferenceRule
from einvoice.reference_forms import field_rule
from einvoice.references import BuyerRules, CheckDigit, Field, FieldRule, ReferenceFinding, References, check
from invoicing.drafts.circumstances import Circumstances
from invoicing.drafts.words import did_you_mean, finding

FIELDS: dict[str, Field] = {
    "order_number": "purchase_order",
    "buyer_reference": "buyer_reference",
    "payment_reference": "payment_reference",
    "reference_person": "reference_person",
}
"""Maps our names of references to the fields of EN 16931."""
PLACES = {field: place for place, field in FIELDS.items()}
GENERATED = "reference.generated"


def findings_on(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    """Checks the draft's references against the buyer's rules that are in force on the issue date."""
    rules = around.rules.in_force(draft.issue_date or around.today)
    account = around.supplier.account(draft.account)
    fields = {FIELDS[rule.reference]: _field_rule(rule, account, around.language) for rule in rules}
    typed = {field: getattr(draft, place).strip() or None for place, field in FIELDS.items()}
    found = check(BuyerRules(version=1, **fields), References(**typed))  # type: ignore[arg-type]
    return (_finding(one, around.language) for one in found if one.code != GENERATED)


def _field_rule(rule: ReferenceRule, account: BankAccount | None, language: str) -> FieldRule:
    """Translates a buyer's rule. One that refuses a prefix accepts everything else with a remark (D-03)."""
    is_payment = rule.reference == "payment_reference"
    return field_rule(
        mandatory=rule.mandatory,
        patterns=rule.patterns,
        refuse_prefix=rule.refuse_prefix,
        example=rule.example,
        words=rule.words,
        remark=finding("reference.remark", "", language, "warning", prefix=rule.refuse_prefix).text,
        check_digit=_check_digit(account) if is_payment and rule.mandatory else None,
        generated_when_blank=is_payment,
    )


def _check_digit(account: BankAccount | None) -> CheckDigit:
    """Which check digit a mandatory payment reference must have: OCR in Sweden (S3-61), RF elsewhere."""
    return "rf" if account and account.kind == "iban" and account.country != "SE" else "ocr"


def _finding(one: ReferenceFinding, language: str) -> Finding:
    if one.level == "remark":
        return Finding(one.code, "warning", PLACES[one.field], one.text)
    text = one.words.get(language) or one.words.get("en") or next(iter(one.words.values()), one.text)
    if one.correction:
        text = f"{text} {did_you_mean(one.correction, language)}"
    return Finding(one.code, "error", PLACES[one.field], text)
