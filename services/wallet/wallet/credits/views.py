"""A read model for an operator: what each account has left."""

from typing import Any

from chassis import Db, Happened, View, later
from wallet.credits.ledger import MOVEMENTS, posting_of


class BalanceSheet(View):
    """One row for each account, kind and ledger account; the rows of an account and kind sum to zero."""

    name = "balance_sheet"
    version = 3
    tables = ("balance_sheet",)
    ddl = """
        CREATE TABLE balance_sheet (
            company uuid, holder uuid, klip text, account text, quantity bigint NOT NULL,
            PRIMARY KEY (company, holder, klip, account)
        );
    """
    follows = MOVEMENTS

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        posting = posting_of(happened.event)
        if posting is None:
            return
        for account, quantity in ((posting.debit, posting.quantity), (posting.credit, -posting.quantity)):
            await later(
                db,
                "balance_sheet",
                "INSERT INTO balance_sheet VALUES ($1, $2, $3, $4, $5)"
                " ON CONFLICT (company, holder, klip, account)"
                " DO UPDATE SET quantity = balance_sheet.quantity + $5",
                happened.event.company,
                happened.event.account or happened.event.company,
                posting.klip,
                account.value,
                quantity,
            )
