"""The log of the desk: who of the staff did what, when, for which company.

What staff do is stored as an event, in the transaction in which it is told, and the store only grows: so the log can
leave nothing out, and holds what was done before there was a log.
"""

from datetime import date
from typing import Any, Final
from uuid import UUID

from chassis import Db, Happened, View
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import CompanyId, PersonId, Redacted
from portal.staff.events import (
    ActProposed,
    DeskActNoted,
    ProposalApproved,
    ProposalDeclined,
    StaffRoleGiven,
    StaffRoleTaken,
)
from portal.telling.boundary import read
from portal.telling.events import Acted, ActedPersonally
from portal.telling.reading import Page, Row, many, page_of

OF_STAFF: Final[tuple[type[Fact], ...]] = (
    portal.PriceAnnounced,
    portal.RefundRequested,
    portal.AdjustmentProposed,
    portal.AdjustmentDecided,
    portal.RecipientRequestDecided,
    portal.BankFileUploaded,
    portal.BankPaymentRegistered,
    portal.BankPaymentAssigned,
    portal.BankPaymentDismissed,
    portal.BankPaymentPaidBack,
    portal.PaymentAssigned,
    portal.PaymentReturned,
    portal.RefundPaidByHand,
    portal.DebtSettled,
    portal.ChargebackCleared,
    portal.CheckoutQuestionRequested,
)
"""What nobody but staff tells."""
OF_BOTH_SIDES: Final[tuple[type[Fact], ...]] = (
    portal.SupportCaseOpened,
    portal.SupportCaseAnswered,
    portal.SupportCaseClosed,
    portal.SupportCaseReopened,
)
"""What customers tell too; the fact says on whose side it was done."""
TYPES: Final = {fact.type(): fact for fact in (*OF_STAFF, *OF_BOTH_SIDES)}
ABOUT: Final = ("case", "order", "refund", "adjustment", "file", "payment", "request", "item")
"""The fields by which a fact names what it is about: the first that it has."""


class DeskLog(View):
    """One line for each act. `about` is the id of what was acted on, or the role, as text."""

    independent = True
    hangs_on = tuple(sorted(TYPES))
    name, version, tables = "desk_log", 1, ("desk_log",)
    ddl = """
        CREATE TABLE desk_log (
          position bigint PRIMARY KEY, id uuid NOT NULL, person uuid, act text NOT NULL, company uuid,
          about text NOT NULL, at timestamptz NOT NULL
        );
        CREATE INDEX desk_log_at ON desk_log (at DESC, id DESC);
        CREATE INDEX desk_log_person ON desk_log (person, at DESC);
        CREATE INDEX desk_log_company ON desk_log (company, at DESC);
    """
    follows = (
        Acted,
        ActedPersonally,
        StaffRoleGiven,
        StaffRoleTaken,
        ActProposed,
        ProposalApproved,
        ProposalDeclined,
        DeskActNoted,
    )

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        event = happened.event
        match event:
            case Acted() | ActedPersonally() if event.fact in TYPES:
                fact = _read(event)
                if TYPES[event.fact] in OF_STAFF or (fact is not None and fact.side == "operator"):
                    act = _name(event.fact)
                    company = getattr(fact, "company", None)
                    await _line(happened, _actor(happened), act, company, _about(fact), db)
            case StaffRoleGiven():
                about = f"{event.role} {event.person}"
                await _line(happened, event.given_by, "staff_role_given", None, about, db)
            case StaffRoleTaken():
                about = f"{event.role} {event.person}"
                await _line(happened, event.taken_by, "staff_role_taken", None, about, db)
            case ActProposed():
                about = f"{_name(event.fact)} {happened.stream}"
                await _line(happened, event.person, "act_proposed", event.company, about, db)
            case ProposalApproved():
                await _line(happened, event.person, "proposal_approved", None, str(happened.stream), db)
            case ProposalDeclined():
                await _line(happened, event.person, "proposal_declined", None, str(happened.stream), db)
            case DeskActNoted():
                await _line(happened, event.person, event.act, None, event.about, db)
            case _:
                pass


def _read(event: Acted | ActedPersonally) -> Any:
    """None when the person whom it is about was erased: that something was done is known all the same."""
    try:
        return read(event)
    except Redacted:
        return None


def _name(fact: str) -> str:
    """Such as `refund_requested`, of the type of a fact of the portal."""
    return fact.removeprefix("stafett.portal.").partition(".")[0]


def _about(fact: Fact | None) -> str:
    return next((str(getattr(fact, name)) for name in ABOUT if getattr(fact, name, None)), "")


def _actor(happened: Happened[Any]) -> UUID | None:
    try:
        return UUID(happened.actor)
    except ValueError:
        return None


async def _line(
    happened: Happened[Any], person: UUID | None, act: str, company: CompanyId | None, about: str, db: Db
) -> None:
    await db.execute(
        "INSERT INTO desk_log VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        happened.position,
        happened.id,
        person,
        act,
        company,
        about,
        happened.at,
    )


# What is asked of it.


async def logged(
    db: Db,
    page: Page,
    person: PersonId | None = None,
    company: CompanyId | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[Row]:
    """Lines that fit all that is given, the newest first; `first` and `last` are days, both included (UTC)."""
    sql = """SELECT id, person, act, company, about, at FROM desk_log
             WHERE ($1::uuid IS NULL OR person = $1) AND ($2::uuid IS NULL OR company = $2)
               AND ($3::date IS NULL OR at >= $3::date) AND ($4::date IS NULL OR at < $4::date + 1)"""
    return await page_of(db, sql, person, company, first, last, by="at", page=page)


async def who_acted(db: Db) -> list[PersonId]:
    """Everybody who has a line in it."""
    rows = await many(db, "SELECT DISTINCT person FROM desk_log WHERE person IS NOT NULL LIMIT 500")
    return [row["person"] for row in rows]
