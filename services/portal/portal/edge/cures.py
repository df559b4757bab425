"""Every refusal that a page of ours can cure has a link there."""

import re
from dataclasses import dataclass

COMPANY = re.compile(r"/c/([0-9a-f-]{36})(?:/|$)")

CURES: dict[str, tuple[str, str]] = {
    "login.unconfirmed": ("confirm", "/confirm"),
    "confirmation.expired": ("new_code", "/confirm"),
    "second-factor.expired": ("log_in", "/login"),
    "desk.second-factor-needed": ("second_factor", "/settings/second-factor"),
    "second-factor.not-begun": ("second_factor", "/settings/second-factor"),
    "reset.expired": ("new_link", "/forgot"),
    "company.unknown": ("register_company", "/companies/new"),
    "enrolment.not-a-member": ("register_company", "/companies/new"),
    "enrolment.invitation-used": ("companies", "/companies"),
    "enrolment.terms-not-accepted": ("terms", "/c/{company}/terms"),
    "terms.not-in-force": ("terms", "/c/{company}/terms"),
    "terms.other-words": ("terms", "/c/{company}/terms"),
    "company.unsigned": ("sign", "/c/{company}/sign"),
    "invitation.sign-first": ("sign", "/c/{company}/sign"),
    "colleague.sign-first": ("sign", "/c/{company}/sign"),
    "reception.sign-first": ("sign", "/c/{company}/sign"),
    "credit.none-left": ("buy", "/c/{company}/credits"),
    "cart.empty": ("buy", "/c/{company}/credits"),
    "plan.quota-reached": ("plan", "/c/{company}/plan"),
    "company.not-ready": ("what_is_left", "/c/{company}"),
    "signing.signed-already": ("overview", "/c/{company}"),
    "bank-account.held-already": ("waiting", "/c/{company}/waiting"),
    "access-request.member-already": ("companies", "/companies"),
    "access-request.company-unknown": ("register_company", "/companies/new"),
    "company.not-found": ("companies", "/companies"),
    "role.insufficient": ("overview", "/c/{company}"),
}
"""By the code of the refusal: `cure.<name>`, what the link is called, and where it leads."""


@dataclass(frozen=True, slots=True)
class Cure:
    """A link that cures a refusal: the key of its words, and where it leads."""

    words: str
    path: str


def cure_of(code: str, path: str) -> Cure | None:
    """What cures a refusal at a page; None where no page can, or where the page is that very one."""
    name, where = CURES.get(code, ("", ""))
    company = COMPANY.match(path)
    if not name or ("{company}" in where and company is None):
        return None
    there = where.replace("{company}", company[1] if company else "")
    return Cure(f"cure.{name}", there) if there != path else None
