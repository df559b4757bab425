"""Whatever is ordered, paid, reserved, sent and heard again: no credit is lost, doubled, used twice or owed."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chassis import Event, NotYet
from contracts.values import Money
from wallet.commands import (
    AcceptOrder,
    CaptureCredit,
    GrantWaiting,
    RecordPayment,
    ReleaseCredit,
    ReserveCredit,
)
from wallet.events import CreditCaptured, CreditReleased, CreditReserved, CreditsGranted, GrantingPaused
from wallet.ledger import Account, Balances, balances_of, post, trial_balance
from wallet.order import Order, Status
from wallet.rules import Rules
from wallet.wallet import Wallet, wallet_id

COMPANY = UUID("0198c0de-0000-7000-8000-000000000001")
RULES = Rules(order_quantity_min=1, balance_low_klip=2, granted_at_once_max=2)
FEW = st.integers(0, 3)
INVOICES = st.integers(0, 7).map(lambda n: uuid5(COMPANY, f"invoice {n}"))


class Books(RuleBasedStateMachine):
    """Facts come in any order, late and again; time only goes forward, but a fact may be older than the last."""

    @initialize()
    def begin(self) -> None:
        self.wallet = Wallet(wallet_id(COMPANY))
        self.orders = [Order(uuid5(COMPANY, f"order {n}")) for n in range(4)]
        self.events: list[Event] = []
        self.paused = False
        self.now = datetime(2026, 11, 21, tzinfo=UTC)

    @rule(which=FEW, quantity=st.integers(1, 4))
    def order(self, which: int, quantity: int) -> None:
        order = self.orders[which]
        order.accept(
            AcceptOrder(
                company=COMPANY,
                person=COMPANY,
                order=order.id,
                klip="invoice",
                quantity=quantity,
                terms_version="1",
                at=self.now,
            ),
            RULES,
        )

    @rule(
        which=FEW,
        payment=st.sampled_from(["a", "b"]),
        outcome=st.sampled_from(["paid", "paid", "declined", "abandoned"]),
        wrong=st.sampled_from([0, 0, 0, 1]),
    )
    def pay(self, which: int, payment: str, outcome: str, wrong: int) -> None:
        order = self.orders[which]
        if not order.exists:
            return
        due = order.accepted.total
        amount = Money(due.amount + Decimal(wrong), due.currency)
        order.record_payment(
            RecordPayment(
                company=COMPANY,
                order=order.id,
                provider="sim",
                payment=payment,
                outcome=outcome,  # type: ignore[arg-type]
                amount=amount,
                at=self.now,
            ),
            RULES,
        )
        if order.status is Status.PAID:
            self.wallet.grant(order.id, order.accepted, RULES)

    @rule(invoice=INVOICES, late=FEW)
    def ready(self, invoice: UUID, late: int) -> None:
        command = ReserveCredit(company=COMPANY, invoice=invoice, klip="invoice", at=self._heard(late))
        self.wallet.reserve(command, RULES)

    @rule(invoice=INVOICES)
    def handed_over(self, invoice: UUID) -> None:
        try:
            self.wallet.capture(CaptureCredit(company=COMPANY, invoice=invoice, at=self.now))
        except NotYet:
            assert invoice not in self.wallet.reserved

    @rule(invoice=INVOICES, late=FEW, must_be_known=st.booleans())
    def failed(self, invoice: UUID, late: int, must_be_known: bool) -> None:
        command = ReleaseCredit(company=COMPANY, invoice=invoice, must_be_known=must_be_known, at=self._heard(late))
        try:
            self.wallet.release(command, RULES)
        except NotYet:
            assert must_be_known

    @rule()
    def go_on(self) -> None:
        self._gather()
        self.paused = False
        self.wallet.grant_waiting(GrantWaiting(company=COMPANY, klip="invoice", at=self.now), RULES)

    @rule()
    def replay(self) -> None:
        """Forgets everything but the events."""
        self._gather()
        fresh = Wallet(self.wallet.id)
        for event in self.events:
            fresh.replay(event)  # type: ignore[arg-type]
        assert vars(fresh) == vars(self.wallet)
        self.wallet = fresh

    @invariant()
    def the_books_balance(self) -> None:
        self._gather()
        books = balances_of(self.events)
        assert trial_balance(self.events) == 0
        assert books == self.wallet.balances
        assert books["invoice", Account.AVAILABLE] >= 0
        assert books["invoice", Account.RESERVED] == len(self.wallet.reserved)
        assert books["invoice", Account.CAPTURED] == len(self.wallet.settled)
        paid = [order.accepted.quantity for order in self.orders if order.status is Status.PAID]
        assert -books["invoice", Account.BOUGHT] == sum(paid)

    @invariant()
    def each_invoice_is_captured_at_most_once_and_each_order_granted_once(self) -> None:
        self._gather()
        captured = Counter(e.invoice for e in self.events if isinstance(e, CreditCaptured))
        granted = Counter(e.order for e in self.events if isinstance(e, CreditsGranted))
        assert max((captured | granted).values(), default=1) == 1

    @invariant()
    def nobody_waits_while_a_credit_lies_idle(self) -> None:
        """Unless a pause was made, and time has not ended it yet."""
        self._gather()
        idle = self.wallet.available("invoice") and any(self.wallet.waiting.values())
        assert self.paused or not idle

    @invariant()
    def an_event_tells_what_is_left_after_it(self) -> None:
        self._gather()
        books: Balances = Counter()
        for event in self.events:
            post(books, event)
            if isinstance(event, CreditReserved | CreditsGranted | CreditCaptured | CreditReleased):
                assert event.available == books["invoice", Account.AVAILABLE]

    def _heard(self, late: int) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now - timedelta(seconds=late)

    def _gather(self) -> None:
        recorded = self.wallet.take_recorded()
        self.paused = self.paused or any(isinstance(event, GrantingPaused) for event in recorded)
        self.events.extend(recorded)


Books.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestTheBooksAlwaysBalance = Books.TestCase
