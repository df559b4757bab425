"""What time brings back: another attempt, the rest of a long queue, a question, a plan's next month, a new year."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from chassis import Due, Happened
from wallet.commands import (
    CancelOrder,
    GrantWaiting,
    QuestionCheckout,
    QuestionClaim,
    RetryCheckout,
    RetryRefund,
    ServeQuota,
)
from wallet.commands_customers import BeginPlan, BillPlan, NoticeCustomers, OpenWallet
from wallet.commands_transfers import TakeEntries
from wallet.customer import customer_id, months_after
from wallet.events import ClaimQuestioned, CreditClaimed, GrantingPaused, QuotaReached, QuotaServingPaused
from wallet.events_customers import (
    CustomersNoticed,
    PlanBegan,
    PlanChosen,
    PlanMonthBilled,
    PriceAnnounced,
    WalletOpened,
)
from wallet.events_orders import CheckoutFailed, CheckoutOpened, CheckoutQuestioned, OrderAccepted, RefundAttemptFailed
from wallet.events_transfers import BankEntriesTaken, BankFileTaken, TransferAwaited
from wallet.prices import PRICE_LIST


def make_customer(event: WalletOpened, happened: Happened[WalletOpened]) -> Due | None:
    """A company that came before customers had a stream of their own is one too; what opened it lies in its book."""
    if happened.stream == customer_id(event.company):
        return None
    again = OpenWallet(
        company=event.company, country=event.country, has_vat_number=event.has_vat_number, at=happened.at
    )
    return Due(happened.at, again)


def retry_checkout(event: CheckoutFailed, happened: Happened[CheckoutFailed]) -> Due:
    again = RetryCheckout(company=event.company, order=happened.stream, attempt=event.attempt + 1, at=event.retry_at)
    return Due(event.retry_at, again)


def question_checkout(event: CheckoutOpened, happened: Happened[CheckoutOpened]) -> Due | None:
    return _question_checkout(event, happened.stream, 1)


def question_checkout_again(event: CheckoutQuestioned, happened: Happened[CheckoutQuestioned]) -> Due | None:
    return _question_checkout(event, happened.stream, event.question + 1)


def _question_checkout(event: CheckoutOpened | CheckoutQuestioned, order: UUID, question: int) -> Due | None:
    """A webhook may be lost for ever: nothing that was paid for stays without its credits."""
    if event.question_at is None:
        return None
    ask = QuestionCheckout(
        company=event.company, order=order, checkout=event.checkout, question=question, at=event.question_at
    )
    return Due(event.question_at, ask)


def retry_refund(event: RefundAttemptFailed, happened: Happened[RefundAttemptFailed]) -> Due:
    again = RetryRefund(company=event.company, refund=happened.stream, attempt=event.attempt + 1, at=event.retry_at)
    return Due(event.retry_at, again)


def end_order(event: TransferAwaited, happened: Happened[TransferAwaited]) -> Due:
    """Nobody waits for ever; what comes later waits for a person."""
    end = CancelOrder(company=event.company, order=event.order, expired=True, at=event.expires_at)
    return Due(event.expires_at, end)


def end_unpaid_order(event: OrderAccepted, happened: Happened[OrderAccepted]) -> Due | None:
    """The same for what the network ordered by card; what a person put into a cart may wait there."""
    if event.expires_at is None:
        return None
    end = CancelOrder(company=event.company, order=happened.stream, expired=True, at=event.expires_at)
    return Due(event.expires_at, end)


def take_first_entries(event: BankFileTaken, happened: Happened[BankFileTaken]) -> Due | None:
    return _take_entries(happened.stream, 0, happened.at) if event.entries else None


def take_next_entries(event: BankEntriesTaken, happened: Happened[BankEntriesTaken]) -> Due:
    """The one after the last finds nothing more to take."""
    return _take_entries(happened.stream, event.done, happened.at)


def _take_entries(file: UUID, start: int, at: datetime) -> Due:
    return Due(at, TakeEntries(file=file, start=start, at=at))


def go_on_granting(event: GrantingPaused, happened: Happened[GrantingPaused]) -> Due:
    again = GrantWaiting(company=event.company, account=event.account, klip=event.klip, at=happened.at)
    return Due(happened.at, again)


def question_claim(event: CreditClaimed, happened: Happened[CreditClaimed]) -> Due:
    question = QuestionClaim(company=event.company, invoice=event.invoice, question=1, at=event.question_at)
    return Due(event.question_at, question)


def question_again(event: ClaimQuestioned, happened: Happened[ClaimQuestioned]) -> Due | None:
    if event.question_at is None:
        return None
    number = event.question + 1
    question = QuestionClaim(company=event.company, invoice=event.invoice, question=number, at=event.question_at)
    return Due(event.question_at, question)


def begin_plan(event: PlanChosen, happened: Happened[PlanChosen]) -> Due | None:
    """A smaller plan begins when its notice is over; a larger one has begun already."""
    if event.valid_from <= happened.at:
        return None
    begin = BeginPlan(company=event.company, plan=event.plan, valid_from=event.valid_from, at=event.valid_from)
    return Due(event.valid_from, begin)


def bill_next_month(event: PlanMonthBilled, happened: Happened[PlanMonthBilled]) -> Due:
    """On the day of the month on which the term began, so that a short month does not move those after it."""
    first = event.term_began_at
    at = months_after(first, event.month) if first else months_after(event.began_at, 1)
    return Due(at, BillPlan(company=event.company, term=event.term, month=event.month + 1, at=at))


def serve_quota_of_plan(event: PlanBegan, happened: Happened[PlanBegan]) -> Due:
    serve = ServeQuota(company=event.company, year=event.began_at.year, at=happened.at)
    return Due(happened.at, serve)


def serve_quota_of_year(event: QuotaReached, happened: Happened[QuotaReached]) -> Due:
    new_year = datetime(event.year + 1, 1, 1, tzinfo=UTC) + timedelta(minutes=1)
    return Due(new_year, ServeQuota(company=event.company, year=event.year, at=new_year))


def go_on_serving_quota(event: QuotaServingPaused, happened: Happened[QuotaServingPaused]) -> Due:
    return Due(happened.at, ServeQuota(company=event.company, year=event.year, at=happened.at))


def notice_customers(event: PriceAnnounced, happened: Happened[PriceAnnounced]) -> Due:
    return _notice(event, happened.at, 1)


def notice_next_page(event: CustomersNoticed, happened: Happened[CustomersNoticed]) -> Due:
    return _notice(event, happened.at, event.page + 1)


def _notice(event: PriceAnnounced | CustomersNoticed, at: datetime, page: int) -> Due:
    notice = NoticeCustomers(
        price_list=PRICE_LIST,
        announcement=event.announcement,
        item=event.item,
        net=event.net,
        previous=event.previous,
        valid_from=event.valid_from,
        page=page,
        at=at,
    )
    return Due(at, notice)
