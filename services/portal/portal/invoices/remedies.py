"""What stands against sending a draft, in the reader's words, each at the field where it is cured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.values import Language
from einvoice.rules.words import rule_words
from portal.companies.here import CompanyPage
from portal.edge.words import catalogue
from portal.invoices.fields import field_of

SERVICE_SPEAKS = ("sv", "en")
"""Our own findings are told in the company's language, if that is one of these; else in English."""
STEPS = {
    "company/address": "address",
    "company/account": "bank-account",
    "company/terms": "terms",
    "company": "signature",
    "receiver": "connection",
}
"""The place of a finding, and the step of coming aboard that cures it."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One finding: `field` is empty where it is about the whole; `path` leads to the page that cures it."""

    rule: str
    level: str
    field: str
    text: str
    path: str | None = None

    @property
    def is_error(self) -> bool:
        return self.level == "error"


def remedies(findings: Iterable[Mapping[str, Any]] | None, here: CompanyPage) -> list[Remedy]:
    reader, company = here.reader, here.company
    places = {step.name: here.path + step.path for step in reader.request.app.state.steps}
    return [
        Remedy(
            rule=one["rule"],
            level=one["level"],
            field=field_of(one["where"]),
            text=text_of(one, reader.language, company["language"]),
            path=places.get(STEPS.get(one["where"], "")),
        )
        for one in findings or ()
    ]


def text_of(finding: Mapping[str, Any], language: Language, told_in: Language) -> str:
    """The service's own sentence if it speaks the reader's language, since it names figures; else ours on the rule."""
    rule, text = str(finding["rule"]), str(finding["text"])
    official = rule_words().get(rule)
    if language == told_in and (language in SERVICE_SPEAKS or official):
        return text
    if language == "en" and told_in not in SERVICE_SPEAKS and not official:
        return text
    ours = catalogue(language).get(f"finding.{rule}")
    return ours or (official.sentences[language] if official else text)
