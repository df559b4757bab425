"""Read models for an operator: what each company has left, and the payments that must be paid back."""

from typing import Any

from chassis import Db, Happened, View
from wallet.events import CreditCaptured, CreditReleased, CreditReserved, CreditsGranted, PaymentSetAside
from wallet.ledger import posting_of


class BalanceSheet(View):
    """One row for each company, kind and account; the rows of a company and kind sum to nil."""

    name = "balance_sheet"
    version = 1
    tables = ("balance_sheet",)
    ddl = """
        CREATE TABLE balance_sheet (
            company uuid, klip text, account text, quantity bigint NOT NULL,
            PRIMARY KEY (company, klip, account)
        );
    """
    follows = (CreditsGranted, CreditReserved, CreditCaptured, CreditReleased)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        posting = posting_of(happened.event)
        if posting is None:
            return
        for account, quantity in ((posting.debit, posting.quantity), (posting.credit, -posting.quantity)):
            await db.execute(
                "INSERT INTO balance_sheet VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (company, klip, account) DO UPDATE SET quantity = balance_sheet.quantity + $4",
                happened.event.company,
                posting.klip,
                account.value,
                quantity,
            )


class RefundsDue(View):
    """Money that came for no waiting order."""

    name = "refunds_due"
    version = 1
    tables = ("refunds_due",)
    ddl = """
        CREATE TABLE refunds_due (
            order_id uuid, payment text, company uuid NOT NULL, provider text NOT NULL, reason text NOT NULL,
            amount numeric NOT NULL, currency text NOT NULL, found_at timestamptz NOT NULL,
            PRIMARY KEY (order_id, payment)
        );
    """
    follows = (PaymentSetAside,)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        event: PaymentSetAside = happened.event
        await db.execute(
            "INSERT INTO refunds_due VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            happened.stream,
            event.payment,
            event.company,
            event.provider,
            event.reason,
            event.amount.amount,
            event.amount.currency,
            happened.at,
        )
