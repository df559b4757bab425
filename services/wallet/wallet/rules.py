"""The limits that the wallet's decisions are made by, as the settings give them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from chassis import Refused
from contracts.operator import operator
from contracts.values import OrderLine
from wallet.catalogue import FREE, PLANS, Plan, sold
from wallet.settings import WalletSettings


@dataclass(frozen=True, slots=True)
class Rules:
    """Handed to the aggregates by the handlers, because an aggregate reads no settings."""

    network_company: UUID | None = None
    order_quantity_min: int = 100
    order_quantity_max: int = 100_000
    cart_lines_max: int = 20
    accounts_max: int = 50
    balance_low_klip: int = 10
    granted_at_once_max: int = 500
    checkout_retry_delays_s: tuple[float, ...] = (2, 10, 60, 300, 1800)
    checkouts_max: int = 5
    unpaid_order_open: timedelta = timedelta(days=14)
    checkout_question_delays_s: tuple[float, ...] = (900, 3600, 21600, 86400)
    book_events_max: int = 500
    shelf_books_max: int = 50
    carried_at_once_max: int = 500
    reservation_question_h: float = 24
    reservation_questions_max: int = 14
    price_notice_days: int = 30
    plan_notice_months: int = 3
    free_invoices_per_year: int = FREE.invoices_per_year
    register_page_max: int = 200
    adjustment_quantity_max: int = 100_000

    @classmethod
    def register(cls, settings: WalletSettings) -> Self:
        return cls(
            network_company=settings.network_company or operator(settings.operator_file).company,
            order_quantity_min=settings.order_quantity_min,
            order_quantity_max=settings.order_quantity_max,
            cart_lines_max=settings.cart_lines_max,
            accounts_max=settings.accounts_max,
            balance_low_klip=settings.balance_low_klip,
            granted_at_once_max=settings.granted_at_once_max,
            checkout_retry_delays_s=settings.checkout_retry_delays_s,
            checkouts_max=settings.checkouts_max,
            unpaid_order_open=timedelta(days=settings.unpaid_order_days),
            checkout_question_delays_s=settings.checkout_question_delays_s,
            book_events_max=settings.book_events_max,
            shelf_books_max=settings.shelf_books_max,
            carried_at_once_max=settings.carried_at_once_max,
            reservation_question_h=settings.reservation_question_h,
            reservation_questions_max=settings.reservation_questions_max,
            price_notice_days=settings.price_notice_days,
            plan_notice_months=settings.plan_notice_months,
            free_invoices_per_year=settings.free_invoices_per_year,
            register_page_max=settings.register_page_max,
            adjustment_quantity_max=settings.adjustment_quantity_max,
        )

    def retry_checkout_at(self, attempt: int, now: datetime) -> datetime | None:
        """When to try again after this many failed attempts (1 is the first); None when there were enough."""
        if attempt > len(self.checkout_retry_delays_s):
            return None
        return now + timedelta(seconds=self.checkout_retry_delays_s[attempt - 1])

    def unpaid_until(self, at: datetime, cause: str, payment: str) -> datetime | None:
        """When an order by card ends that no person made, and nobody pays: a plan is not in force for nothing."""
        by_itself = cause != "person" and payment == "card"
        return at + self.unpaid_order_open if by_itself else None

    def question_checkout_at(self, question: int, now: datetime) -> datetime | None:
        """When the provider is asked for the nth time; None when it was asked often enough."""
        if question > len(self.checkout_question_delays_s):
            return None
        return now + timedelta(seconds=self.checkout_question_delays_s[question - 1])

    def question_after(self, moment: datetime) -> datetime:
        """When a reservation has stood so long that it is asked what became of its invoice."""
        return moment + timedelta(hours=self.reservation_question_h)

    def check_quantity(self, line: OrderLine) -> None:
        """Raises Refused when the item is not sold, or not in this number (S1-06)."""
        item = sold(line.item)
        least, most = item.least, item.most
        if item.name == "invoice":
            least, most = self.order_quantity_min, self.order_quantity_max
        limits = {"quantity": line.quantity, "quantity_min": least, "quantity_max": most, "klip": item.name}
        if line.quantity < least:
            raise Refused("order.too-small", **limits)
        if line.quantity > most:
            raise Refused("order.too-large", **limits)

    def quota_of(self, plan: Plan) -> int:
        """How many invoices a year the plan permits; 0 has no limit."""
        return self.free_invoices_per_year if plan is PLANS["free"] else plan.invoices_per_year
