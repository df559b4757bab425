"""Whom invoices can go to: members, known recipients, whoever was found outside, and each supplier's own customers."""

from typing import Any, Final
from uuid import UUID, uuid5

import msgspec

from chassis import Db, Happened
from contracts.directory import v1 as directory
from contracts.onboarding import v1 as onboarding
from contracts.values import CompanyId, RecipientHit
from portal.search_words import folded, is_personal, marked, number_marks, shown_number
from portal.telling.reading import Page, Row, many, one, page_of
from portal.telling.shows import FactView, place_of

FOUND_OUTSIDE: Final = UUID("0190a5f0-0000-7000-8000-0000000f0a1d")
MEMBER_RANK, KNOWN_RANK, OUTSIDE_RANK = 0, 1, 2


OfARecipient = (
    onboarding.CompanyRegistered
    | directory.RecipientRegistered
    | directory.RecipientUpdated
    | directory.RecipientLookupAnswered
)


class Recipients(FactView[OfARecipient]):
    """The index that everybody searches. What is personal never gets into it, but for the name of the business.

    A row is what was told of it last (`told`), in whatever order that is heard.
    """

    name, version, tables = "recipients", 2, ("recipients",)
    ddl = """
        CREATE TABLE recipients (
          id uuid PRIMARY KEY, source smallint NOT NULL, name text NOT NULL, country text NOT NULL, number text,
          participant text, gln text, operator text NOT NULL DEFAULT '',
          behind_other_operator boolean NOT NULL DEFAULT false, e_invoice_required boolean NOT NULL DEFAULT false,
          reach text, checked_at timestamptz,
          folded text COLLATE "C" NOT NULL, marks text[] COLLATE "C" NOT NULL, told bigint NOT NULL
        );
        CREATE INDEX recipients_marks ON recipients USING gin (marks) WITH (fastupdate = off);
        CREATE INDEX recipients_folded ON recipients (folded);
    """

    async def show(self, fact: OfARecipient, happened: Happened[Any], db: Db) -> None:
        match fact:
            case onboarding.CompanyRegistered():
                await _member(fact, happened, db)
            case directory.RecipientRegistered() | directory.RecipientUpdated():
                await _known(fact, happened, db)
            case directory.RecipientLookupAnswered():
                for hit in fact.hits:
                    await _found_outside(hit, happened, db)


async def _enter(
    id_: UUID,
    source: int,
    name: str,
    country: str,
    marks: list[str],
    happened: Happened[Any],
    db: Db,
    *particulars: Any,
) -> None:
    words = folded(name)
    await db.execute(
        """INSERT INTO recipients VALUES ($1, $2, $3, $4, $8, $9, $10, $11, $12, $13, $14, $15, $5, $6, $7)
           ON CONFLICT (id) DO UPDATE SET name = $3, country = $4, folded = $5, marks = $6, told = $7,
             number = $8, participant = $9, gln = $10, operator = $11, behind_other_operator = $12,
             e_invoice_required = $13, reach = $14, checked_at = $15
           WHERE recipients.told <= $7""",
        id_,
        source,
        name,
        country,
        words,
        marked(words, marks),
        place_of(happened),
        *particulars,
    )


async def _member(fact: onboarding.CompanyRegistered, happened: Happened[Any], db: Db) -> None:
    number = shown_number(fact.country, fact.number.reveal())
    marks = number_marks(fact.country, number or "")
    particulars = (number, None, None, "", False, False, None, None)
    await _enter(fact.company, MEMBER_RANK, fact.name, fact.country, marks, happened, db, *particulars)


async def _known(
    fact: directory.RecipientRegistered | directory.RecipientUpdated, happened: Happened[Any], db: Db
) -> None:
    personal = fact.number_is_personal
    number = None if personal else fact.number.reveal()
    participant = fact.participant.reveal() if fact.participant and not personal else ""
    marks = number_marks(fact.country, number or "", gln=fact.gln, participant=participant)
    particulars = (
        *(number, participant or None, fact.gln or None, fact.operator, fact.behind_other_operator),
        *(fact.e_invoice_required, "reachable", happened.at),
    )
    await _enter(fact.recipient, KNOWN_RANK, fact.name, fact.country, marks, happened, db, *particulars)


async def _found_outside(hit: RecipientHit, happened: Happened[Any], db: Db) -> None:
    """Kept with the day it was found; whoever sends asks again."""
    participant = hit.participant.reveal()
    if not hit.name or hit.reach == "no-answer" or is_personal(participant):
        return
    number = participant.partition(":")[2]
    marks = number_marks(hit.country, number, participant=participant)
    particulars = (
        *(shown_number(hit.country, number), participant, None, hit.operator, hit.behind_other_operator),
        *(False, hit.reach, happened.at),
    )
    await _enter(
        uuid5(FOUND_OUTSIDE, participant), OUTSIDE_RANK, hit.name, hit.country, marks, happened, db, *particulars
    )


# What is asked of the index.

_LAST: Final = "\U0010ffff"
_COLUMNS: Final = """id, source, name, country, number, participant, gln, operator, behind_other_operator,
    e_invoice_required, reach, checked_at, folded"""

BY_MARKS: Final = f"""
    WITH found AS MATERIALIZED (SELECT {_COLUMNS} FROM recipients WHERE marks @> $1::text[] COLLATE "C")
    SELECT * FROM found WHERE $2 = '' OR country = $2 LIMIT $3"""  # noqa: S608 - our own words alone
BY_BEGINNING: Final = f"""
    SELECT {_COLUMNS} FROM recipients
    WHERE folded >= $1 COLLATE "C" AND folded < $2 COLLATE "C" AND ($3 = '' OR country = $3)
    ORDER BY folded LIMIT $4"""  # noqa: S608 - our own words alone
NEARLY: Final = f"""
    SELECT DISTINCT ON (r.id) r.* FROM (
      SELECT ARRAY(SELECT jsonb_array_elements_text(w)) AS need FROM jsonb_array_elements($1::jsonb) AS w
    ) AS wanted CROSS JOIN LATERAL (
      SELECT {_COLUMNS} FROM recipients
      WHERE marks @> wanted.need COLLATE "C" AND ($2 = '' OR country = $2) LIMIT $3
    ) AS r"""  # noqa: S608 - our own words alone


async def by_marks(db: Db, marks: list[str], country: str, limit: int) -> list[Row]:
    """Those that have all of some marks; `country` is empty for all."""
    return await many(db, BY_MARKS, marks, country, limit)


async def by_beginning(db: Db, words: str, country: str, limit: int) -> list[Row]:
    """Those whose name begins so."""
    return await many(db, BY_BEGINNING, words, words + _LAST, country, limit)


async def nearly(db: Db, needs: list[list[str]], country: str, limit: int) -> list[Row]:
    """Those that have all marks of one of several sets, so many of each set at most."""
    return await many(db, NEARLY, msgspec.json.encode(needs).decode(), country, limit)


OfARequest = (
    directory.RecipientRequestReceived
    | directory.RecipientRequestTaken
    | directory.RecipientRegistered
    | directory.RecipientUpdated
    | directory.RecipientRequestRefused
)


class RecipientRequests(FactView[OfARequest]):
    """What senders asked the operator for, and what became of it; the staff's list is the same one."""

    name, version, tables = "recipient_requests", 3, ("recipient_requests",)
    ddl = """
        CREATE TABLE recipient_requests (
          id uuid PRIMARY KEY, company uuid NOT NULL, kind text NOT NULL, name text NOT NULL, country text NOT NULL,
          number text NOT NULL, operator text NOT NULL, email text NOT NULL, gln text NOT NULL,
          e_invoice_required boolean NOT NULL, status text NOT NULL, reason text, recipient uuid,
          requested_at timestamptz NOT NULL, decided_at timestamptz,
          behind_other_operator boolean NOT NULL DEFAULT false
        );
        CREATE INDEX recipient_requests_company ON recipient_requests (company, requested_at DESC);
        CREATE INDEX recipient_requests_open ON recipient_requests (requested_at) WHERE decided_at IS NULL;
    """
    rows = ("recipient_requests.id",)

    def matters(self, fact: OfARequest) -> tuple[UUID, ...]:
        return (fact.request,)

    async def show(self, fact: OfARequest, happened: Happened[Any], db: Db) -> None:
        match fact:
            case directory.RecipientRequestReceived():
                await _request(fact, happened, db)
            case directory.RecipientRequestTaken():
                await db.execute("UPDATE recipient_requests SET status = 'in-progress' WHERE id = $1", fact.request)
            case directory.RecipientRegistered() | directory.RecipientUpdated():
                status = "registered" if isinstance(fact, directory.RecipientRegistered) else "updated"
                await db.execute(
                    """UPDATE recipient_requests SET status = $2, recipient = $3, decided_at = $4, operator = $5,
                         e_invoice_required = $6, behind_other_operator = $7 WHERE id = $1""",
                    fact.request,
                    status,
                    fact.recipient,
                    happened.at,
                    fact.operator,
                    fact.e_invoice_required,
                    fact.behind_other_operator,
                )
            case directory.RecipientRequestRefused(decided=True):
                await db.execute(
                    "UPDATE recipient_requests SET status = 'refused', reason = $2, decided_at = $3 WHERE id = $1",
                    fact.request,
                    fact.details.get("reason", ""),
                    happened.at,
                )
            case directory.RecipientRequestRefused():
                pass


async def _request(fact: directory.RecipientRequestReceived, happened: Happened[Any], db: Db) -> None:
    await db.execute(
        """INSERT INTO recipient_requests VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'requested', NULL, NULL, $11)
           ON CONFLICT DO NOTHING""",
        fact.request,
        fact.company,
        fact.kind,
        fact.name,
        fact.country,
        fact.number.reveal(),
        fact.operator,
        fact.email.reveal(),
        fact.gln,
        fact.e_invoice_required,
        happened.at,
    )


# What is asked of requests.


async def requests_of(db: Db, company: CompanyId, page: Page) -> list[Row]:
    """What a company has asked for, the newest first."""
    sql = "SELECT * FROM recipient_requests WHERE company = $1"
    return await page_of(db, sql, company, by="requested_at", page=page)


async def request_of(db: Db, company: CompanyId, request: UUID) -> Row | None:
    return await one(db, "SELECT * FROM recipient_requests WHERE id = $1 AND company = $2", request, company)


async def open_requests_of(db: Db, company: CompanyId, limit: int) -> list[Row]:
    """What nobody has decided yet."""
    return await many(
        db,
        """SELECT id, kind, name, country, operator, status, e_invoice_required, behind_other_operator, requested_at
           FROM recipient_requests WHERE company = $1 AND decided_at IS NULL ORDER BY requested_at DESC LIMIT $2""",
        company,
        limit,
    )


async def requests_for_the_desk(db: Db, decided: bool, page: Page) -> list[Row]:
    """Of all companies, by the time of asking or of decision."""
    sql = """SELECT *, coalesce(decided_at, requested_at) AS moved_at FROM recipient_requests
             WHERE (decided_at IS NOT NULL) = $1"""
    return await page_of(db, sql, decided, by="moved_at", page=page, newest_first=False)


async def desk_request_of(db: Db, request: UUID) -> Row | None:
    """A request, whoever asked."""
    return await one(db, "SELECT * FROM recipient_requests WHERE id = $1", request)
