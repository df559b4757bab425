"""What time brings back to reservations: a question, a larger plan, a new year."""

from datetime import UTC, datetime, timedelta

from chassis import Due, Happened
from wallet.customers.events import PlanBegan
from wallet.reservations.commands import QuestionClaim, ServeQuota
from wallet.reservations.events import ClaimQuestioned, CreditClaimed, QuotaReached, QuotaServingPaused


def question_claim(event: CreditClaimed, happened: Happened[CreditClaimed]) -> Due:
    question = QuestionClaim(company=event.company, invoice=event.invoice, question=1, at=event.question_at)
    return Due(event.question_at, question)


def question_again(event: ClaimQuestioned, happened: Happened[ClaimQuestioned]) -> Due | None:
    if event.question_at is None:
        return None
    number = event.question + 1
    question = QuestionClaim(company=event.company, invoice=event.invoice, question=number, at=event.question_at)
    return Due(event.question_at, question)


def serve_quota_of_plan(event: PlanBegan, happened: Happened[PlanBegan]) -> Due:
    serve = ServeQuota(company=event.company, year=event.began_at.year, at=happened.at)
    return Due(happened.at, serve)


def serve_quota_of_year(event: QuotaReached, happened: Happened[QuotaReached]) -> Due:
    new_year = datetime(event.year + 1, 1, 1, tzinfo=UTC) + timedelta(minutes=1)
    return Due(new_year, ServeQuota(company=event.company, year=event.year, at=new_year))


def go_on_serving_quota(event: QuotaServingPaused, happened: Happened[QuotaServingPaused]) -> Due:
    return Due(happened.at, ServeQuota(company=event.company, year=event.year, at=happened.at))
