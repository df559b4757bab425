"""`python -m wallet.bookkeeping`: the network's own books for its accountant: a SIE 4 file, or the trial balance."""

import argparse
import asyncio
import sys
from datetime import date

from chassis.settings import load_settings
from chassis.store.postgres import Pool
from wallet.accounting.sie import ACCOUNTS, Bookkeeper, LedgerRow, books_of, written
from wallet.settings import WalletSettings

ROWS = """SELECT booked_on, text, account, sum(amount) AS amount FROM general_ledger
          WHERE booked_on <= $1 GROUP BY booked_on, text, account ORDER BY booked_on, text, account"""
CREDITS = "SELECT klip, account, sum(quantity) AS quantity FROM balance_sheet GROUP BY klip, account ORDER BY 1, 2"


def main() -> int:
    """Exit code 0, or 1 when the books do not balance."""
    arguments = parser().parse_args()
    return asyncio.run(_sie(arguments) if arguments.command == "sie" else _trial_balance())


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m wallet.bookkeeping", description=__doc__)
    commands = root.add_subparsers(dest="command", required=True)
    commands.add_parser("trial-balance", help="every account of credits and of kronor, and their sums, which are nil")
    sie = commands.add_parser("sie", help="one calendar year as SIE 4, to standard output")
    sie.add_argument("--year", type=int, required=True)
    sie.add_argument("--made-on", type=date.fromisoformat, required=True, help="the day that the file bears")
    sie.add_argument("--name", required=True, help="the network's company")
    sie.add_argument("--number", required=True, help="its organisation number")
    return root


async def _sie(arguments: argparse.Namespace) -> int:
    first, last = date(arguments.year, 1, 1), date(arguments.year, 12, 31)
    books = books_of(await ledger_rows(last), first, last)
    sys.stdout.buffer.write(written(books, Bookkeeper(arguments.name, arguments.number), arguments.made_on))
    return 0


async def _trial_balance() -> int:
    """Prints both ledgers; the sums prove that nothing came from nowhere."""
    pool = await _pool()
    credits_by_account = await pool.fetch(CREDITS)
    rows = await pool.fetch("SELECT account, sum(amount) AS amount FROM general_ledger GROUP BY account ORDER BY 1")
    await pool.close()
    for row in credits_by_account:
        sys.stdout.write(f"{row['klip']:<12} {row['account']:<10} {row['quantity']:>14}\n")
    for row in rows:
        sys.stdout.write(f"{row['account']} {ACCOUNTS.get(row['account'], ''):<42} {row['amount']:>14.2f}\n")
    sums = [sum(row["quantity"] for row in credits_by_account), sum(row["amount"] for row in rows)]
    sys.stdout.write("NOT IN BALANCE\n" if any(sums) else "in balance\n")
    return 1 if any(sums) else 0


async def ledger_rows(until: date) -> list[LedgerRow]:
    """Everything booked until a day, summed by day, kind and account."""
    pool = await _pool()
    rows = await pool.fetch(ROWS, until)
    await pool.close()
    return [LedgerRow(row["booked_on"], row["text"], row["account"], row["amount"]) for row in rows]


async def _pool() -> Pool:
    settings = load_settings(WalletSettings, "wallet")
    return await Pool.open(settings.database_url.get_secret_value(), "views", 1, settings.query_timeout_s)


if __name__ == "__main__":
    sys.exit(main())
