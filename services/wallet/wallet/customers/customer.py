"""A company as a customer: its accounts, its plan, what it agreed on. No I/O, no clock, no randomness."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, Refused, derived_id
from contracts.values import CompanyId, OrderLine
from wallet.catalogue import FREE, Plan, item_of, plan_called, plan_of
from wallet.customers.commands import AgreeTopUp, BeginPlan, BillPlan, ChoosePlan, EndTopUp, OpenWallet, SaveAccount
from wallet.customers.events import (
    AccountChanged,
    AccountOpened,
    CustomerEvent,
    PlanBegan,
    PlanChosen,
    PlanMonthBilled,
    SendingAccountChosen,
    TopUpAgreed,
    TopUpClosed,
    TopUpEnded,
    TopUpOrdered,
    WalletOpened,
)
from wallet.rules import Rules
from wallet.vat import Vat, vat_of


def customer_id(company: CompanyId) -> UUID:
    """A company is one customer."""
    return derived_id(company, "customer")


def months_after(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


class Customer(Aggregate[CustomerEvent], stream="wallet.customer"):
    """Its first account has the company's own id and is written to at the company's own contact."""

    opened: bool = False
    company: CompanyId
    country: str = "SE"
    has_vat_number: bool = True
    sending: UUID | None = None
    plan: Plan = FREE
    term: int = 0
    term_began_at: datetime | None = None
    months: int = 0
    chosen: PlanChosen | None = None
    """What the plan in force is paid with, or a smaller plan whose notice runs."""
    notice: PlanChosen | None = None

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.accounts: dict[UUID, AccountOpened | AccountChanged | None] = {}
        self.top_ups: dict[tuple[UUID, str], TopUpAgreed] = {}
        self.top_ups_ordered: dict[tuple[UUID, str], UUID] = {}

    @property
    def vat(self) -> Vat:
        return vat_of(self.country, self.has_vat_number)

    def account(self, asked: UUID | None, company: CompanyId) -> UUID:
        """The account that is meant; the first one when none is named. Raises Refused for one of somebody else."""
        if asked is None or asked == company:
            return company
        if asked not in self.accounts:
            raise Refused("account.not-found")
        return asked

    # Decisions.

    def must_be_open(self) -> None:
        """Raises NotYet until the company is a member (S1-01)."""
        if not self.opened:
            raise NotYet("the company is no customer yet")

    def open(self, command: OpenWallet) -> bool:
        """The company is a member from now on; whether that is news."""
        if self.opened:
            return False
        self.record(
            WalletOpened(company=command.company, country=command.country, has_vat_number=command.has_vat_number)
        )
        return True

    def save_account(self, command: SaveAccount, rules: Rules) -> None:
        """Opens an account or changes it. Raises Refused when there are enough, or the name says nothing."""
        self.must_be_open()
        name = command.name.strip()
        if not name:
            raise Refused("account.name-missing")
        if command.account not in self.accounts and len(self.accounts) >= rules.accounts_max:
            raise Refused("account.too-many", accounts_max=rules.accounts_max)
        kind = AccountChanged if command.account in self.accounts else AccountOpened
        self.record(kind(company=command.company, account=command.account, name=name, email=command.email))
        if command.sending and (self.sending or self.company) != command.account:
            self.record(SendingAccountChosen(company=command.company, account=command.account))

    # Decisions: automatic top-up.

    def agree_top_up(self, command: AgreeTopUp, in_force: str, rules: Rules) -> None:
        """From now on credits are ordered by themselves. Raises Refused as an order of that number would."""
        self.must_be_open()
        account = self.account(command.account, command.company)
        if item_of(command.klip).kind != "klip":
            raise Refused("klip.not-sold", klip=command.klip)
        rules.check_quantity(OrderLine(command.klip, command.quantity))
        if not 0 <= command.level < command.quantity:
            raise Refused("top-up.level", level=command.level, quantity=command.quantity)
        if command.terms_version != in_force:
            raise Refused("sale-terms.not-in-force", version=command.terms_version, in_force=in_force)
        self.record(
            TopUpAgreed(
                company=command.company,
                person=command.person,
                account=account,
                klip=command.klip,
                level=command.level,
                quantity=command.quantity,
                payment=command.payment,
                terms_version=command.terms_version,
            )
        )

    def end_top_up(self, command: EndTopUp) -> None:
        account = self.account(command.account, command.company)
        if (account, command.klip) not in self.top_ups:
            raise Refused("top-up.not-agreed", klip=command.klip)
        self.record(TopUpEnded(company=command.company, person=command.person, account=account, klip=command.klip))

    def top_up(self, account: UUID, klip: str, available: int, order: UUID) -> TopUpAgreed | None:
        """Orders more when the level is reached and no such order waits already; answers with what to order."""
        agreed = self.top_ups.get((account, klip))
        if agreed is None or available > agreed.level or (account, klip) in self.top_ups_ordered:
            return None
        self.record(TopUpOrdered(company=agreed.company, account=account, klip=klip, order=order))
        return agreed

    def close_top_up(self, order: UUID) -> None:
        """The order has ended, so the next one may be made."""
        for (account, klip), waiting in list(self.top_ups_ordered.items()):
            if waiting == order:
                self.record(TopUpClosed(company=self.company, account=account, klip=klip, order=order))

    # Decisions: plans.

    def choose_plan(self, command: ChoosePlan, in_force: str, rules: Rules) -> None:
        """A larger plan begins at once, a smaller one when its notice is over. Raises Refused."""
        self.must_be_open()
        wanted = plan_of(command.plan)
        if command.terms_version != in_force:
            raise Refused("sale-terms.not-in-force", version=command.terms_version, in_force=in_force)
        if wanted.name == (self.notice.plan if self.notice else self.plan.name):
            raise Refused("plan.already-chosen", plan=wanted.name)
        smaller = wanted.rank < self.plan.rank
        valid_from = months_after(command.at, rules.plan_notice_months) if smaller else command.at
        self.record(
            PlanChosen(
                company=command.company,
                person=command.person,
                plan=wanted.name,
                previous=self.plan.name,
                payment=command.payment,
                terms_version=command.terms_version,
                valid_from=valid_from,
            )
        )
        if wanted.rank > self.plan.rank:
            self._begin(command.company, wanted, command.at, rules)

    def begin_plan(self, command: BeginPlan, rules: Rules) -> None:
        """The notice is over, unless another choice was made meanwhile."""
        notice = self.notice
        if notice and (notice.plan, notice.valid_from) == (command.plan, command.valid_from):
            self._begin(command.company, plan_of(command.plan), command.valid_from, rules)

    def lose_plan(self, company: CompanyId, order: UUID, at: datetime, rules: Rules) -> None:
        """A month of the plan in force was not paid for: Free from now on. Months of earlier plans change nothing."""
        if self.plan is not FREE and any(order == self._bill(month) for month in range(1, self.months + 1)):
            self._begin(company, FREE, at, rules)

    def bill_plan(self, command: BillPlan) -> PlanMonthBilled | None:
        """The next month of the plan in force, once; None when there is none to bill."""
        if command.term != self.term or command.month != self.months + 1 or self.plan is FREE:
            return None
        billed = PlanMonthBilled(
            company=command.company,
            plan=self.plan.name,
            order=self._bill(command.month),
            term=self.term,
            month=command.month,
            began_at=command.at,
            term_began_at=self.term_began_at,
        )
        self.record(billed)
        return billed

    def _bill(self, month: int) -> UUID:
        """The order of a month of the plan in force."""
        return derived_id(self.id, "plan", str(self.term), str(month))

    def _begin(self, company: CompanyId, plan: Plan, at: datetime, rules: Rules) -> None:
        self.record(
            PlanBegan(
                company=company,
                plan=plan.name,
                previous=self.plan.name,
                permits=plan.permits,
                invoices_per_year=rules.quota_of(plan),
                users=plan.users,
                term=self.term + 1,
                began_at=at,
            )
        )

    # Evolution.

    def evolve(self, event: CustomerEvent) -> None:
        match event:
            case WalletOpened():
                self.opened, self.company = True, event.company
                self.country, self.has_vat_number = event.country, event.has_vat_number
                self.accounts[event.company] = None
            case AccountOpened() | AccountChanged():
                self.accounts[event.account] = event
            case SendingAccountChosen():
                self.sending = event.account
            case TopUpAgreed():
                self.top_ups[event.account, event.klip] = event
            case TopUpEnded():
                self.top_ups.pop((event.account, event.klip), None)
            case TopUpOrdered():
                self.top_ups_ordered[event.account, event.klip] = event.order
            case TopUpClosed():
                self.top_ups_ordered.pop((event.account, event.klip), None)
            case PlanChosen():
                self._choose(event)
            case PlanBegan():
                self.plan, self.term, self.months, self.notice = plan_called(event.plan), event.term, 0, None
                self.term_began_at = event.began_at
            case PlanMonthBilled():
                self.months = event.month
            case _:
                assert_never(event)

    def _choose(self, event: PlanChosen) -> None:
        smaller = plan_called(event.plan).rank < plan_called(event.previous).rank
        self.notice = event if smaller else None
        self.chosen = event
