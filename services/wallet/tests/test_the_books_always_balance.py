"""Whatever is bought, used, paid back and heard again, and whenever the service dies: nothing is lost or doubled."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from mortal_store import Death, MortalStore, run
from wallet_stories import OTHER_PERSON, PERSON, Shop

from contracts.delivery import v1 as delivery
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from contracts.values import Money, OrderLine
from wallet.accounting.vouchers import UNUSED_CREDITS, money_balance, voucher_of
from wallet.credits.events import BookClosed, BookOpened, CreditCaptured, CreditReleased, CreditReserved, CreditsGranted
from wallet.credits.ledger import MOVEMENTS, Account, Balances, balances_of, post, trial_balance
from wallet.orders.order import Order, Status
from wallet.refunds.events import RefundAgreed, RefundGivenUp, RefundPaid
from wallet.rules import Rules

NAMESPACE = UUID("0198c0de-0000-7000-8000-000000000001")
RULES = Rules(
    order_quantity_min=1,
    balance_low_klip=2,
    granted_at_once_max=2,
    book_events_max=8,
    shelf_books_max=2,
    carried_at_once_max=2,
    free_invoices_per_year=0,
)
STEPS_MIN = 20_000
FEW = st.integers(0, 3)
ORDERS = st.integers(0, 5)
INVOICES = st.integers(0, 7).map(lambda n: uuid5(NAMESPACE, f"invoice {n}"))
DEATHS = st.sampled_from(["", "", "", "before", "after", "again"])


class Books(RuleBasedStateMachine):
    """Facts come in any order, late and again; the service dies at any append, and every fact is delivered until it
    is handled. Time only goes forward, but a fact may be older than the last."""

    @initialize()
    def begin(self) -> None:
        self.shop = Shop(RULES, uuid5(NAMESPACE, "company"))
        self.store = MortalStore()
        self.shop.wallet.store = self.store
        self.shop.wallet.around.store = self.store
        self.second = uuid5(NAMESPACE, "second account")
        self.orders = [uuid5(NAMESPACE, f"order {n}") for n in range(6)]
        self.told = 0
        run(self.shop.join())
        self.hear(portal.AccountSaved(company=self.shop.company, account=self.second, name="Syd"))
        self.buy(3, False, "", "")

    def hear(self, fact: Fact, death: str = "", late_s: int = 0) -> None:
        """Delivered, and delivered again until it was handled; not yet is an answer too."""
        rehearsal = self.shop.wallet
        rehearsal.now += timedelta(seconds=1)
        self.told += 1
        fact_id, at = uuid5(NAMESPACE, f"fact {self.told}"), rehearsal.now - timedelta(seconds=late_s)
        self.store.death = death if death != "again" else ""
        for _ in range(2 if death else 1):
            try:
                run(rehearsal.hear(fact, id=fact_id, at=at))
            except Death:
                continue
            except AssertionError as error:
                assert "not yet" in str(error)
        self.store.death = ""

    # What the buyer does.

    @rule(quantity=st.integers(-1, 4), item=st.sampled_from(["invoice", "invoice", "support", "gold"]), death=DEATHS)
    def fill_cart(self, quantity: int, item: str, death: str) -> None:
        fact = portal.CartLineSet(company=self.shop.company, person=PERSON, item=item, quantity=quantity)
        self.hear(fact, death)

    @rule(which=ORDERS, from_cart=st.booleans(), quantity=st.integers(1, 4), second=st.booleans(), death=DEATHS)
    def order(self, which: int, from_cart: bool, quantity: int, second: bool, death: str) -> None:
        fact = portal_v2.OrderPlaced(
            company=self.shop.company,
            person=PERSON,
            order=self.orders[which],
            account=self.second if second else None,
            lines=() if from_cart else (OrderLine("invoice", quantity),),
            payment="card",
            terms_version="1",
        )
        self.hear(fact, death)

    @rule(which=FEW, death=DEATHS)
    def cancel(self, which: int, death: str) -> None:
        self.hear(portal.OrderCancelled(company=self.shop.company, person=PERSON, order=self.orders[which]), death)

    @rule(second=st.booleans(), death=DEATHS)
    def send_from(self, second: bool, death: str) -> None:
        account = self.second if second else self.shop.company
        fact = portal.AccountSaved(company=self.shop.company, account=account, name="Konto", sending=True)
        self.hear(fact, death)

    # What the card provider says.

    @rule(
        which=ORDERS,
        payment=st.sampled_from(["a", "b"]),
        outcome=st.sampled_from(["paid", "paid", "paid", "declined", "abandoned"]),
        wrong=st.sampled_from([0, 0, 0, 1]),
        death=DEATHS,
    )
    def pay(self, which: int, payment: str, outcome: str, wrong: int, death: str) -> None:
        order = self.state_of(self.orders[which])
        if order.status not in (Status.NEW, Status.TURNED_AWAY):
            due = order.accepted.total
            fact = portal.PaymentReported.model_validate(
                {
                    "company": self.shop.company,
                    "order": order.id,
                    "provider": "sim",
                    "payment": f"{payment}-{which}",
                    "outcome": outcome,
                    "amount": Money(due.amount + wrong, due.currency),
                    "checkout": f"chk-{payment}-{which}",
                }
            )
            self.hear(fact, death)

    @rule(quantity=st.integers(1, 5), second=st.booleans(), death=DEATHS, later_death=DEATHS)
    def buy(self, quantity: int, second: bool, death: str, later_death: str) -> None:
        """The first order that is not there yet, ordered and paid for as it should be."""
        for which, order in enumerate(self.orders):
            if not self.state_of(order).exists:
                self.order(which, False, quantity, second, death)
                self.pay(which, "a", "paid", 0, later_death)
                return

    @rule(which=ORDERS, part=st.sampled_from([1, 1, 2, 3, 7]), name=FEW, second=st.booleans(), death=DEATHS)
    def charge_back(self, which: int, part: int, name: int, second: bool, death: str) -> None:
        """The whole or a part, of the payment that paid or of one that was set aside; some are told again."""
        order = self.state_of(self.orders[which])
        aside = list(order.returned.aside) if second else []
        if order.status is Status.PAID or aside:
            total = order.accepted.total
            fact = portal.ChargebackReported(
                company=self.shop.company,
                order=order.id,
                provider="sim",
                payment=aside[0] if aside else order.payment,
                chargeback=f"cb-{which}-{name}",
                amount=Money((total.amount / part).quantize(Decimal("0.01")), total.currency),
            )
            self.hear(fact, death)

    @rule(which=ORDERS, death=DEATHS)
    def win(self, which: int, death: str) -> None:
        order = self.state_of(self.orders[which])
        for charged in list(order.returned.chargebacks.values())[:1]:
            fact = portal.ChargebackReversalReported(
                company=self.shop.company,
                order=order.id,
                provider="sim",
                payment=charged.payment,
                chargeback=charged.chargeback,
                amount=charged.amount,
            )
            self.hear(fact, death)

    # What invoicing and delivery say.

    @rule(invoice=INVOICES, late=FEW, death=DEATHS)
    def ready(self, invoice: UUID, late: int, death: str) -> None:
        fact = invoicing.InvoiceReady(company=self.shop.company, invoice=invoice, receiver=PERSON, klip="invoice")
        self.hear(fact, death, late)

    @rule(count=st.integers(1, 4), death=DEATHS)
    def send(self, count: int, death: str) -> None:
        """Whatever holds a credit is handed over, some of it for the second time."""
        for account in (self.shop.company, self.second):
            for invoice in list(run(self.shop.state(account)).reserved)[:count]:
                self.handed_over(invoice, death)

    @rule(invoice=INVOICES, death=DEATHS)
    def handed_over(self, invoice: UUID, death: str) -> None:
        fact = delivery.DocumentHandedOver(
            company=self.shop.company, invoice=invoice, receiver=PERSON, channel="inbox", receipt="r"
        )
        self.hear(fact, death)

    @rule(first=FEW, death=DEATHS)
    def many_ready(self, first: int, death: str) -> None:
        for number in range(first, first + 3):
            self.ready(uuid5(NAMESPACE, f"invoice {number}"), 0, death)

    @rule(invoice=INVOICES, late=FEW, sent=st.booleans(), death=DEATHS)
    def failed(self, invoice: UUID, late: int, sent: bool, death: str) -> None:
        company = self.shop.company
        fact = (
            delivery.DocumentUndeliverable(company=company, invoice=invoice, cause="mailbox", repair="receiver")
            if sent
            else invoicing.InvoiceRefused(company=company, invoice=invoice, code="invoice.breaks-rules")
        )
        self.hear(fact, death, late)

    # What staff do.

    @rule(which=ORDERS, number=FEW, quantity=st.sampled_from([None, None, 1, 2, -1, 0, 10**9]), death=DEATHS)
    def refund(self, which: int, number: int, quantity: int | None, death: str) -> None:
        fact = portal.RefundRequested(
            company=self.shop.company,
            person=PERSON,
            order=self.orders[which],
            refund=uuid5(NAMESPACE, f"refund {which} {number}"),
            quantity=quantity,
            reason="Ångrat köp",
        )
        self.hear(fact, death)

    @rule(which=FEW, quantity=st.integers(-3, 3), again=st.booleans(), approved=st.booleans(), death=DEATHS)
    def adjust(self, which: int, quantity: int, again: bool, approved: bool, death: str) -> None:
        adjustment = uuid5(NAMESPACE, f"adjustment {which}")
        of = {"company": self.shop.company, "adjustment": adjustment}
        proposed = portal.AdjustmentProposed(**of, person=PERSON, klip="invoice", quantity=quantity, reason="Felräknat")
        self.hear(proposed, death)
        person = PERSON if again else OTHER_PERSON
        self.hear(portal.AdjustmentDecided(**of, person=person, approved=approved), death)

    @rule(which=ORDERS, to=ORDERS, back=st.booleans(), by_hand=st.booleans(), number=FEW, death=DEATHS)
    def decide_on_what_was_set_aside(
        self, which: int, to: int, back: bool, by_hand: bool, number: int, death: str
    ) -> None:
        order = self.state_of(self.orders[which])
        for payment in list(order.returned.aside)[:1]:
            of = {"company": self.shop.company, "person": PERSON, "order": order.id, "payment": payment}
            refund = uuid5(NAMESPACE, f"return {which} {number}")
            fact = (
                portal.PaymentReturned(**of, refund=refund, by_hand=by_hand, reason="Dubbelt betald")
                if back
                else portal.PaymentAssigned(**of, to_order=self.orders[to])
            )
            self.hear(fact, death)
            if back:
                of.pop("payment")
                self.hear(portal.RefundPaidByHand(**of, refund=refund, note="I dag"), death)

    @rule(which=ORDERS, how=st.sampled_from(["paid", "written-off"]), death=DEATHS)
    def settle_debt(self, which: int, how: str, death: str) -> None:
        of = {"company": self.shop.company, "person": PERSON, "order": self.orders[which]}
        self.hear(portal.DebtSettled.model_validate({**of, "how": how, "note": "I dag"}), death)

    # What goes by itself.

    @rule(death=DEATHS)
    def act(self, death: str) -> None:
        """An effect may be done again, because nobody heard of its end."""
        rehearsal = self.shop.wallet
        self.store.death = death if death != "again" else ""
        try:
            run(rehearsal.act())
        except Death:
            rehearsal._acted -= 1
            run(rehearsal.act())
        self.store.death = ""

    @rule(hours=st.sampled_from([0, 1, 30]))
    def wait(self, hours: int) -> None:
        run(self.shop.wallet.pass_time(timedelta(hours=hours)))

    # What always holds.

    def state_of(self, order: UUID) -> Order:
        return run(self.shop.wallet.state(Order, order))

    @invariant()
    def the_credits_balance_in_every_account(self) -> None:
        if not hasattr(self, "shop"):
            return
        events = run(self.shop.wallet.events())
        assert trial_balance(events) == 0
        for account in (self.shop.company, self.second):
            own = [event for event in events if getattr(event, "account", None) == account]
            books, book = balances_of(own), run(self.shop.state(account))
            assert {key: n for key, n in book.balances.items() if n} == {key: n for key, n in books.items() if n}
            for klip in {klip for klip, _ in books}:
                assert min(books[klip, name] for name in (Account.AVAILABLE, Account.RESERVED, Account.CAPTURED)) >= 0
                unused = sum(lot.quantity for lot in book.lots.all() if lot.klip == klip)
                assert unused == books[klip, Account.AVAILABLE] + books[klip, Account.RESERVED]
            assert sum(books[klip, Account.RESERVED] for klip, _ in {(k, 0) for k, _ in books}) == len(book.reserved)

    @invariant()
    def the_kronor_balance_and_unused_credits_are_owed_to_the_ore(self) -> None:
        if not hasattr(self, "shop"):
            return
        events = run(self.shop.wallet.events())
        found = money_balance(events)
        assert sum(found.values()) == 0
        for event in events:
            voucher = voucher_of(event)
            assert sum((row.amount for row in voucher.rows), Decimal(0)) == 0 if voucher else True
        lots = [lot for account in (self.shop.company, self.second) for lot in run(self.shop.state(account)).lots.all()]
        assert -found[UNUSED_CREDITS] == int(sum(lot.value for lot in lots) * 100)

    @invariant()
    def what_was_paid_for_was_granted_and_once(self) -> None:
        if not hasattr(self, "shop"):
            return
        events = run(self.shop.wallet.events())
        granted = Counter((e.order, e.klip) for e in events if isinstance(e, CreditsGranted))
        assert max(granted.values(), default=1) == 1
        for order in map(self.state_of, self.orders):
            paid = order.status is Status.PAID
            expected = {(order.id, line.item) for line in order.lines} if paid else set()
            assert {key for key in granted if key[0] == order.id} == expected

    @invariant()
    def no_invoice_uses_two_credits(self) -> None:
        if not hasattr(self, "shop"):
            return
        events = run(self.shop.wallet.events())
        captured = Counter(e.invoice for e in events if isinstance(e, CreditCaptured))
        assert max(captured.values(), default=1) == 1

    @invariant()
    def never_more_is_paid_back_than_was_paid(self) -> None:
        if not hasattr(self, "shop"):
            return
        back: Counter[str] = Counter()
        for checkout, amount in self.shop.cards.refunded.values():
            back[checkout] += int(amount.amount * 100)
        for order in map(self.state_of, self.orders):
            if order.status is Status.PAID:
                assert back[order.paid_at_checkout] <= int(order.accepted.total.amount * 100)
                assert order.returned.net + order.returned.vat <= order.accepted.total.amount

    @invariant()
    def what_is_set_aside_or_to_be_paid_by_hand_is_prepaid_and_what_is_owed_is_claimed(self) -> None:
        if not hasattr(self, "shop"):
            return
        events = run(self.shop.wallet.events())
        found = money_balance(events)
        states = [order for order in map(self.state_of, self.orders) if order.exists]
        assert found["1510"] == int(sum(order.returned.owed for order in states) * 100)
        waits = sum((aside.left for order in states for aside in order.returned.aside.values()), Decimal(0))
        by_hand = {e.order: e for e in events if isinstance(e, RefundGivenUp)}
        assert by_hand == {}, "the provider of these stories pays everything back"
        waits += sum((e.amount.amount for e in events if isinstance(e, RefundAgreed) and not e.checkout), Decimal(0))
        waits -= sum((e.amount.amount for e in events if isinstance(e, RefundPaid) and e.person), Decimal(0))
        assert -found["2420"] == int(waits * 100)

    @invariant()
    def an_event_tells_what_is_left_after_it_and_books_hand_over_whole(self) -> None:
        if not hasattr(self, "shop"):
            return
        books: dict[UUID, Balances] = {}
        closed: dict[UUID, BookClosed] = {}
        for event in run(self.shop.wallet.events()):
            if isinstance(event, MOVEMENTS):
                account = books.setdefault(event.account or event.company, Counter())
                post(account, event)
                if isinstance(event, CreditReserved | CreditsGranted | CreditCaptured | CreditReleased):
                    assert event.available == account[event.klip, Account.AVAILABLE]
            elif isinstance(event, BookClosed):
                closed[event.account] = event
            elif isinstance(event, BookOpened):
                before = closed[event.account]
                assert (event.number, event.balances) == (before.number + 1, before.balances)


QUICK = settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Books.TestCase.settings = QUICK
TestTheBooksAlwaysBalance = Books.TestCase


class CountedBooks(Books):
    """The same, and how many steps were taken in all."""

    steps = 0

    def hear(self, fact: Fact, death: str = "", late_s: int = 0) -> None:
        type(self).steps += 1
        super().hear(fact, death, late_s)


@pytest.mark.slow
def test_twenty_thousand_steps_leave_the_books_in_balance() -> None:
    while CountedBooks.steps < STEPS_MIN:
        run_state_machine_as_test(
            CountedBooks, settings=settings(QUICK, max_examples=200, stateful_step_count=50, database=None)
        )
