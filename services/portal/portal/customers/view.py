"""Customer registers: each import with its progress and findings, and the customers as they now stand."""

from typing import Any, Final
from uuid import UUID

import msgspec

from chassis import Db, Happened
from contracts.directory import v1 as directory
from contracts.values import CompanyId, CustomerRecord
from portal.search_words import folded, own_marks, owner_mark, trigrams
from portal.telling.boundary import as_kept
from portal.telling.reading import Page, Row, many, one, page_of
from portal.telling.shows import FactView, place_of

OfAnImport = directory.CustomerRegisterImportBegun | directory.CustomerRowsImported | directory.CustomerRegisterImported
FINDINGS_MAX: Final = 1_000_000
"""More than one fact can hold."""


OfARegister = OfAnImport | directory.CustomersEntered


class CustomerRegisters(FactView[OfARegister]):
    """Imports with their progress and findings, and the customers as they now stand.

    There are too many customers to be shown again: each is as it was told last, in whatever order that is heard.
    """

    name, version, tables = "customer_registers", 3, ("customer_imports", "customer_findings", "customers")
    ddl = """
        CREATE TABLE customer_imports (
          id uuid PRIMARY KEY, company uuid NOT NULL, file_name text NOT NULL, dry_run boolean NOT NULL,
          status text NOT NULL, rows int NOT NULL, rows_done int NOT NULL DEFAULT 0, columns jsonb NOT NULL,
          counts jsonb, began_at timestamptz NOT NULL, ended_at timestamptz
        );
        CREATE INDEX customer_imports_company ON customer_imports (company, began_at DESC);
        CREATE TABLE customer_findings (
          import uuid NOT NULL, company uuid NOT NULL, place bigint NOT NULL, line int NOT NULL,
          column_name text NOT NULL, code text NOT NULL, level text NOT NULL, details jsonb NOT NULL,
          PRIMARY KEY (import, place)
        );
        CREATE TABLE customers (
          company uuid NOT NULL, key text NOT NULL, customer_number text NOT NULL, name text NOT NULL,
          number text NOT NULL, country text NOT NULL, gln text NOT NULL, email text NOT NULL, address text NOT NULL,
          address2 text NOT NULL, postcode text NOT NULL, city text NOT NULL, match text NOT NULL, member uuid,
          folded text COLLATE "C" NOT NULL, marks text[] COLLATE "C" NOT NULL,
          told bigint NOT NULL, PRIMARY KEY (company, key)
        );
        CREATE INDEX customers_marks ON customers USING gin (marks) WITH (fastupdate = off);
    """
    rows = ("customer_imports.id", "customer_findings.import")

    def matters(self, fact: OfARegister) -> tuple[UUID, ...]:
        return (fact.upload,) if isinstance(fact, OfAnImport) else ()

    async def show(self, fact: OfARegister, happened: Happened[Any], db: Db) -> None:
        match fact:
            case directory.CustomerRegisterImportBegun():
                await _begun(fact, happened, db)
            case directory.CustomerRowsImported():
                await _rows(fact, happened, db)
            case directory.CustomersEntered():
                await _customers(fact, happened, db)
            case directory.CustomerRegisterImported():
                await db.execute(
                    "UPDATE customer_imports SET status = 'done', ended_at = $2 WHERE id = $1", fact.upload, happened.at
                )


async def _begun(fact: directory.CustomerRegisterImportBegun, happened: Happened[Any], db: Db) -> None:
    await db.execute(
        """INSERT INTO customer_imports (id, company, file_name, dry_run, status, rows, columns, began_at)
           VALUES ($1, $2, $3, $4, 'running', $5, $6, $7) ON CONFLICT DO NOTHING""",
        fact.upload,
        fact.company,
        fact.file_name,
        fact.dry_run,
        fact.rows,
        as_kept(happened, "columns"),
        happened.at,
    )


async def _rows(fact: directory.CustomerRowsImported, happened: Happened[Any], db: Db) -> None:
    await db.execute(
        "UPDATE customer_imports SET rows_done = $2, counts = $3 WHERE id = $1",
        fact.upload,
        fact.rows_done,
        as_kept(happened, "counts"),
    )
    if fact.findings:
        await db.execute(
            """INSERT INTO customer_findings (import, company, place, line, column_name, code, level, details)
               SELECT $1, $2, $3 + f.nth, f.row, f."column", f.code, f.level, f.details
               FROM ROWS FROM (jsonb_to_recordset($4::jsonb)
                   AS ("row" int, "column" text, code text, level text, details jsonb))
                 WITH ORDINALITY AS f ("row", "column", code, level, details, nth)""",
            fact.upload,
            fact.company,
            happened.position * FINDINGS_MAX,
            msgspec.json.encode(fact.findings).decode(),
        )


async def _customers(fact: directory.CustomersEntered, happened: Happened[Any], db: Db) -> None:
    """All at once: a register has tens of thousands."""
    rows = [_customer_row(customer, fact.company) for customer in fact.customers.reveal()]
    await db.execute(
        """INSERT INTO customers
           SELECT $1, key, customer_number, name, number, country, gln, email, address, address2, postcode, city,
                  match, member, folded, ARRAY(SELECT jsonb_array_elements_text(c.marks)), $3
           FROM jsonb_to_recordset($2::jsonb) AS c (key text, customer_number text, name text, number text,
             country text, gln text, email text, address text, address2 text, postcode text, city text, match text,
             member uuid, folded text, marks jsonb)
           ON CONFLICT (company, key) DO UPDATE SET customer_number = excluded.customer_number, name = excluded.name,
             number = excluded.number, country = excluded.country, gln = excluded.gln, email = excluded.email,
             address = excluded.address, address2 = excluded.address2, postcode = excluded.postcode,
             city = excluded.city, match = excluded.match, member = excluded.member, folded = excluded.folded,
             marks = excluded.marks, told = excluded.told
           WHERE customers.told <= excluded.told""",
        fact.company,
        msgspec.json.encode(rows).decode(),
        place_of(happened),
    )


def _customer_row(customer: CustomerRecord, company: CompanyId) -> dict[str, Any]:
    words = folded(customer.name)
    marks = own_marks(customer.customer_number, customer.number, customer.gln)
    row: dict[str, Any] = msgspec.to_builtins(customer)
    key = "".join(customer.customer_number.split()).upper()
    return {**row, "key": key, "folded": words, "marks": [owner_mark(company), *trigrams(words), *marks]}


# What is asked of them.

BY_MARKS: Final = """
    SELECT key, customer_number, name, number, country, gln, email, city, match, member, folded FROM customers
    WHERE marks @> $1::text[] COLLATE "C" AND ($2 = '' OR country = $2) LIMIT $3"""


async def by_marks(db: Db, marks: list[str], country: str, limit: int) -> list[Row]:
    """Customers that have all of some marks; `country` is empty for all."""
    return await many(db, BY_MARKS, marks, country, limit)


async def customers_of(db: Db, company: CompanyId, after: str, limit: int) -> list[Row]:
    """One page in order of customer number; `after` is the last key of the page before."""
    return await many(
        db,
        """SELECT key, customer_number, name, number, country, gln, email, address, address2, postcode, city, match,
                  member FROM customers WHERE company = $1 AND key > $2 ORDER BY key LIMIT $3""",
        company,
        after,
        limit,
    )


async def imports_of(db: Db, company: CompanyId, page: Page) -> list[Row]:
    """The newest first."""
    sql = "SELECT * FROM customer_imports WHERE company = $1"
    return [_read(row) for row in await page_of(db, sql, company, by="began_at", page=page)]


async def import_of(db: Db, company: CompanyId, upload: UUID) -> Row | None:
    row = await one(db, "SELECT * FROM customer_imports WHERE id = $1 AND company = $2", upload, company)
    return row and _read(row)


def _read(row: Row) -> Row:
    counts = msgspec.json.decode(row["counts"])["counts"] if row["counts"] else {}
    return {**row, "columns": msgspec.json.decode(row["columns"])["columns"], "counts": counts}


async def findings_of(db: Db, upload: UUID, after: int, limit: int) -> list[Row]:
    """One page of what was found in an import; `after` is the last place of the page before."""
    rows = await many(
        db,
        """SELECT place, line AS row, column_name AS column, code, level, details FROM customer_findings
           WHERE import = $1 AND place > $2 ORDER BY place LIMIT $3""",
        upload,
        after,
        limit,
    )
    return [row | {"details": msgspec.json.decode(row["details"])} for row in rows]
