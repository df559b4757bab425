"""Translates facts about credits: receipts, warnings, refunds, plans and prices, each to its account's address."""

from uuid import UUID

from chassis import Heard, derived_id
from contracts.values import CompanyId, OrderLine, Personal, PricedLine
from contracts.wallet import v1 as wallet
from notifications.boundary.contact import money, to_contact
from notifications.commands import LearnAccount, MailContact


def on_account_saved(fact: wallet.AccountSaved, heard: Heard) -> LearnAccount:
    return LearnAccount(company=fact.company, account=fact.account, email=fact.email, at=heard.at)


def on_order_paid(fact: wallet.OrderPaid, heard: Heard) -> MailContact:
    """Mails the receipt to the administrative address of the account, whoever paid (S1-16)."""
    values = {
        "order": str(fact.order),
        "items": items(fact.lines, fact.klip, fact.quantity),
        "net": money(fact.net),
        "vat": money(fact.vat),
        "vat_note": fact.vat_note,
        "total": money(fact.total),
        "payment": fact.payment,
        "paid_on": heard.at.date().isoformat(),
    }
    return to_account(fact.company, fact.account, fact.order, "order-receipt", values, heard)


def on_balance_low(fact: wallet.BalanceLow, heard: Heard) -> MailContact | None:
    """Warns about invoice credits only: of other kinds, the portal shows where they are used that they run out."""
    if fact.klip != "invoice":
        return None
    values = {"available": str(fact.available)}
    return to_account(fact.company, fact.account, heard.id, "credits-low", values, heard)


def on_order_accepted(fact: wallet.OrderAccepted, heard: Heard) -> MailContact | None:
    """Mails only about automatic orders, since a person who orders sees the order on the screen."""
    if fact.cause != "top-up":
        return None
    values = {
        "items": items(fact.lines, fact.klip, fact.quantity),
        "total": money(fact.total),
        "payment": fact.payment,
    }
    return to_account(fact.company, fact.account, fact.order, "top-up-ordered", values, heard)


def on_refund_paid(fact: wallet.RefundPaid, heard: Heard) -> MailContact:
    values = {"order": str(fact.order), "amount": money(fact.amount), "paid_on": heard.at.date().isoformat()}
    return to_account(fact.company, fact.account, fact.refund, "refund-paid", values, heard)


def on_payment_charged_back(fact: wallet.PaymentChargedBack, heard: Heard) -> MailContact:
    """Mails about each chargeback, since a payment may be charged back in parts."""
    owed = fact.owed_in_all or fact.owed
    values = {
        "order": str(fact.order),
        "amount": money(fact.amount),
        "owed": money(owed),
        "owed_any": "yes" if owed.amount > 0 else "no",
    }
    matter = derived_id(fact.order, "chargeback", fact.chargeback) if fact.chargeback else fact.order
    return to_account(fact.company, fact.account, matter, "payment-charged-back", values, heard)


def on_plan_chosen(fact: wallet.PlanChosen, heard: Heard) -> MailContact | None:
    """Mails about a smaller plan, which begins later; a larger one begins at once and has its own mail."""
    if fact.valid_from <= heard.at or fact.plan == fact.previous:
        return None
    values = {"plan": plan(fact.plan), "valid_from": fact.valid_from.date().isoformat()}
    return to_contact(fact.company, heard.id, "plan-notice", values, heard)


def on_plan_changed(fact: wallet.PlanChanged, heard: Heard) -> MailContact:
    values = {"plan": plan(fact.plan), "previous_plan": plan(fact.previous)}
    return to_contact(fact.company, heard.id, "plan-changed", values, heard)


def on_price_change_noticed(fact: wallet.PriceChangeNoticed, heard: Heard) -> MailContact:
    """Mails about a new price before the day from which it holds (S4-21)."""
    values = {
        "items": f"1 {fact.item}",
        "net": money(fact.net),
        "previous": money(fact.previous or fact.net),
        "valid_from": fact.valid_from.date().isoformat(),
    }
    return to_contact(fact.company, derived_id(fact.company, str(fact.announcement)), "price-change", values, heard)


def to_account(
    company: CompanyId, account: UUID | None, matter: UUID, template: str, values: dict[str, str], heard: Heard
) -> MailContact:
    """Mails the administrative address of an account, or the company's contact where it has none."""
    return MailContact(
        company=company,
        account=account,
        mail=derived_id(matter, template),
        template=template,
        values=Personal(values),
        at=heard.at,
    )


def items(lines: tuple[PricedLine, ...], item: str, quantity: int) -> str:
    """Lists what was bought, as a value for the mail's text: `100 invoice; 1 plan.basic`."""
    bought = [OrderLine(line.item, line.quantity) for line in lines] or [OrderLine(item, quantity)]
    return "; ".join(f"{line.quantity} {line.item}" for line in bought)


def plan(name: str) -> str:
    return name.capitalize()
