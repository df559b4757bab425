"""Translates facts about support: whoever asked is told of the case's receipt, each answer, and the outcome."""

from uuid import UUID

from chassis import Heard, derived_id
from contracts.support import v1 as support
from contracts.values import Personal
from notifications.commands import MailStranger


def on_case_opened(fact: support.CaseOpened, heard: Heard) -> MailStranger | None:
    """Mails that the case was received, unless onboarding's facts lead to a mail about the same matter."""
    if fact.opened_by == "service":
        return None
    return _to_asker(fact, fact.case, "case-opened", {}, heard)


def on_case_answered(fact: support.CaseAnswered, heard: Heard) -> MailStranger | None:
    """Mails the operator's answers only, since people know what they wrote themselves."""
    if fact.side == "customer":
        return None
    return _to_asker(fact, fact.answer, "case-answered", {"text": fact.text.reveal()}, heard)


def on_case_closed(fact: support.CaseClosed, heard: Heard) -> MailStranger | None:
    if fact.outcome == "withdrawn":
        return None
    return _to_asker(fact, heard.id, "case-closed", {"outcome": fact.outcome}, heard)


def _to_asker(
    fact: support.CaseOpened | support.CaseAnswered | support.CaseClosed,
    matter: UUID,
    template: str,
    values: dict[str, str],
    heard: Heard,
) -> MailStranger:
    told = {"case": str(fact.case), "reference": fact.reference, "title": fact.title.reveal(), **values}
    return MailStranger(
        company=fact.company,
        mail=derived_id(matter, template),
        template=template,
        values=Personal(told),
        recipient=fact.email,
        language=fact.language,
        at=heard.at,
    )
