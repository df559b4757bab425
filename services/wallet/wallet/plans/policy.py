"""What time brings back to plans: the end of a notice, the next month."""

from chassis import Due, Happened
from wallet.customers.commands import BeginPlan, BillPlan
from wallet.customers.customer import months_after
from wallet.customers.events import PlanChosen, PlanMonthBilled


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
