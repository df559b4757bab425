"""A read model for the accountant: the general ledger."""

from typing import Any

from chassis import Db, Happened, View, later
from wallet.accounting.vouchers import BOOKED, voucher_of


class GeneralLedger(View):
    """The network's own books in kronor: one row of a voucher each, positive for debit. The sum of all rows is zero."""

    name = "general_ledger"
    version = 2
    tables = ("general_ledger",)
    ddl = """
        CREATE TABLE general_ledger (
            voucher bigint, account text, booked_on date NOT NULL, amount numeric NOT NULL, text text NOT NULL,
            company uuid NOT NULL, PRIMARY KEY (voucher, account)
        );
        CREATE INDEX general_ledger_day ON general_ledger (booked_on, voucher);
    """
    follows = BOOKED

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        voucher = voucher_of(happened.event)
        for row in voucher.rows if voucher else ():
            await later(
                db,
                "general_ledger",
                "INSERT INTO general_ledger VALUES ($1, $2, $3, $4, $5, $6)",
                happened.position,
                row.account,
                happened.at.date(),
                row.amount,
                voucher.text if voucher else "",
                happened.event.company,
            )
