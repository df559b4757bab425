"""One invoice, from draft to opened: first what it decides, then how it changes. No I/O, no clock, no randomness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, Refused
from contracts.values import CompanyId, DocumentRef, Finding, InvoiceDraft, Money
from einvoice.sums import ZERO, Totals
from invoicing.days import Day
from invoicing.life.commands import (
    DiscardDraft,
    HoldInvoice,
    NoteDelivery,
    NoteHandOver,
    NoteUndeliverable,
    RepeatRefusal,
    TakeBackInvoice,
)
from invoicing.life.events import (
    InvoiceDelivered,
    InvoiceDiscarded,
    InvoiceDrafted,
    InvoiceEvent,
    InvoiceHandedOver,
    InvoiceHeld,
    InvoiceIssued,
    InvoiceReady,
    InvoiceRefused,
    InvoiceReopened,
    InvoiceUndeliverable,
)
from invoicing.life.persons import persons_in, with_persons, without_persons
from invoicing.life.refusing import refusal_of

AWAITING_APPROVAL = "awaiting-approval"
"""The reason for holding an invoice whose receiver has not approved its supplier yet."""
AWAITING_DATE = "awaiting-date"
"""The reason for holding an invoice that is dated ahead."""
AWAITING_UNDO = "awaiting-undo"
"""The reason for holding an invoice for the few seconds in which whoever pressed Send may think again."""
KLIP = "invoice"
"""The kind of credit that sending an invoice takes."""


class Status(Enum):
    """How far the invoice has come; what happens to it after that are separate facts, never one status overwritten."""

    NEW = "new"
    DRAFT = "draft"
    READY = "ready"
    HELD = "held"
    ISSUED = "issued"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What an invoice becomes when it is issued."""

    number: str
    issue_date: date
    supplier_name: str
    receiver_name: str
    totals: Totals
    payment_reference: str
    document: DocumentRef
    rules: str


class Invoice(Aggregate[InvoiceEvent], stream="invoicing.invoice", state=2):
    """One invoice. Its stream has the id that the portal gave it."""

    status: Status = Status.NEW
    company: CompanyId | None = None
    draft: InvoiceDraft
    receiver_name: str = ""
    number: str = ""
    held_for: str = ""
    undo_until: datetime | None = None
    drafted_at: datetime | None = None
    handed_over: bool = False
    delivered: bool = False
    undeliverable: bool = False
    refusal: InvoiceRefused | InvoiceReopened | None = None
    revisions: tuple[UUID, ...] = ()
    """The id of every saved revision of the draft; the last one is how it reads now."""

    # Decisions.

    def must_belong_to(self, company: CompanyId) -> None:
        """Raises Refused for another company's invoice, as if it did not exist."""
        if not self.exists or self.company != company or self.status is Status.DISCARDED:
            raise Refused("invoice.not-found", invoice=self.id)

    def must_be_open_to(self, company: CompanyId) -> None:
        """Raises Refused unless the company may still change it: its own draft, until that is sent (S3-74)."""
        if self.exists:
            self.must_belong_to(company)
        if self.status not in (Status.NEW, Status.DRAFT):
            raise Refused("invoice.already-sent", number=self.number or "-")

    def must_read_as(self, revision: UUID | None) -> None:
        """Makes sure that what the sender saw is sent. Raises Refused if it changed, NotYet if it is on its way."""
        if revision is None or self.status is not Status.DRAFT or revision == next(reversed(self.revisions), None):
            return
        if revision in self.revisions:
            raise Refused("invoice.draft-changed")
        raise NotYet(f"revision {revision} of the draft is still on its way")

    def keep(
        self,
        draft: InvoiceDraft,
        totals: Totals | None,
        receiver_name: str,
        findings: tuple[Finding, ...],
        *,
        company: CompanyId,
        at: datetime,
        revision: UUID | None,
    ) -> None:
        """Keeps the draft, however incomplete (S3-51). Raises Refused for one that is older than the draft we have."""
        self.must_be_open_to(company)
        if self.drafted_at and at < self.drafted_at:
            raise Refused("invoice.draft-outdated")
        if at == self.drafted_at and draft == self.draft:
            return
        self.record(
            InvoiceDrafted(
                company=company,
                draft=without_persons(draft),
                **persons_in(draft),
                receiver_name=receiver_name,
                **amounts(totals, draft.currency),
                findings=findings,
                drafted_at=at,
                revision=revision,
            )
        )

    def submit(
        self,
        company: CompanyId,
        findings: tuple[Finding, ...],
        awaits_approval: bool,
        ahead: Day | None,
        undo_until: datetime | None = None,
    ) -> None:
        """Sends the invoice. Raises Refused when there are errors: it stays a draft then (S4-06, S4-19).

        Until the receiver has approved its supplier it waits, and no credit is asked for (E-I5).
        """
        self.must_belong_to(company)
        if self.status is not Status.DRAFT:
            return
        refusal = refusal_of(findings)
        if refusal:
            raise refusal
        self._go_on(company, awaits_approval, ahead, undo_until)

    def _go_on(
        self, company: CompanyId, awaits_approval: bool, ahead: Day | None, undo_until: datetime | None = None
    ) -> None:
        """Lets it wait for the next thing: the receiver's approval, its issue date, or at last a credit.

        Before it asks for the credit it waits until `undo_until`, if it must; all else can be taken back long enough.
        """
        if awaits_approval:
            self.record(InvoiceHeld(company=company, reason=AWAITING_APPROVAL))
        elif ahead:
            self.record(InvoiceHeld(company=company, reason=AWAITING_DATE, until=ahead.day, goes_on_at=ahead.begins_at))
        elif undo_until:
            self.record(InvoiceHeld(company=company, reason=AWAITING_UNDO, goes_on_at=undo_until))
        else:
            self.record(InvoiceReady(company=company, receiver=self.draft.receiver, klip=KLIP))

    @property
    def awaits_approval(self) -> bool:
        """Whether it goes on as soon as the receiver approves its supplier."""
        return self.status is Status.HELD and self.held_for == AWAITING_APPROVAL

    @property
    def awaits_its_time(self) -> bool:
        """Whether it goes on as soon as its time comes: its issue date, or the end of second thoughts."""
        return self.status is Status.HELD and self.held_for in (AWAITING_DATE, AWAITING_UNDO)

    def release(self, company: CompanyId, ahead: Day | None) -> None:
        """Goes on, since the receiver has approved the supplier."""
        if self.awaits_approval and self.company == company:
            self._go_on(company, False, ahead)

    def go_on(
        self, company: CompanyId, findings: tuple[Finding, ...], awaits_approval: bool, ahead: Day | None, at: datetime
    ) -> None:
        """Goes on, since its time has come. Errors are recorded, because nobody waits for an answer any more.

        Nothing happens if the invoice was taken back and sent again, to go later, in the meantime.
        """
        if not self.awaits_its_time or self.company != company or ahead or (self.undo_until and at < self.undo_until):
            return
        refusal = refusal_of(findings)
        if refusal:
            self.record(
                InvoiceRefused(company=company, code=refusal.code, details=refusal.details, findings=refusal.findings)
            )
            return
        self._go_on(company, awaits_approval, None)

    def take_back(self, command: TakeBackInvoice) -> None:
        """Makes it a draft again, whatever it waited for. Raises Refused when it is issued (S3-74)."""
        self.must_belong_to(command.company)
        if self.status is Status.ISSUED:
            raise Refused("invoice.already-sent", number=self.number)
        if self.status is not Status.DRAFT:
            self.record(InvoiceReopened(company=command.company))

    def discard(self, command: DiscardDraft) -> None:
        """Throws a draft away. Raises Refused when it is sent, or on its way."""
        self.must_belong_to(command.company)
        if self.status is Status.ISSUED:
            raise Refused("invoice.already-sent", number=self.number)
        if self.status is not Status.DRAFT:
            raise Refused("invoice.on-its-way")
        self.record(InvoiceDiscarded(company=command.company))

    def turn_back(self, company: CompanyId, code: str, **details: str) -> None:
        """Makes it a draft again, since the receiver does not approve the supplier: another receiver can be chosen."""
        if self.awaits_approval and self.company == company:
            self.record(InvoiceRefused(company=company, code=code, details=details, findings=()))

    def hold(self, command: HoldInvoice) -> None:
        if self.status is Status.READY and self.company == command.company:
            self.record(InvoiceHeld(company=command.company, reason=command.reason))

    @property
    def waits(self) -> bool:
        """Whether it goes on as soon as a credit is reserved."""
        return self.status in (Status.READY, Status.HELD) and not (self.awaits_approval or self.awaits_its_time)

    def refuse(self, company: CompanyId, code: str, findings: tuple[Finding, ...], **details: str) -> None:
        """Records as an event that it cannot be issued, since the credit reserved for it must be released."""
        if self.waits:
            self.record(InvoiceRefused(company=company, code=code, details=details, findings=findings))

    def repeat_refusal(self, command: RepeatRefusal) -> None:
        """Records the last refusal again, unless the invoice was sent again since."""
        if self.refusal and self.status is Status.DRAFT and self.company == command.company:
            self.record(self.refusal)

    def issue(self, company: CompanyId, issue: Issue) -> None:
        """Issues the invoice; from here on nothing in it changes (S3-74)."""
        if not self.waits:
            return
        self.record(
            InvoiceIssued(
                company=company,
                receiver=self.draft.receiver,
                number=issue.number,
                issue_date=issue.issue_date,
                due_date=self.draft.due_date,
                supplier_name=issue.supplier_name,
                receiver_name=issue.receiver_name,
                **amounts(issue.totals, self.draft.currency),
                payment_reference=issue.payment_reference,
                document=issue.document,
                rules=issue.rules,
            )
        )

    # What is heard of it afterwards, each once and in any order: we may hear of the opening before the hand-over.

    def note_hand_over(self, command: NoteHandOver) -> None:
        if self._is_issued_by(command.company) and not self.handed_over:
            self.record(InvoiceHandedOver(company=command.company, channel=command.channel, receipt=command.receipt))

    def note_delivery(self, command: NoteDelivery) -> None:
        if self._is_issued_by(command.company) and not self.delivered:
            self.record(InvoiceDelivered(company=command.company))

    def note_undeliverable(self, command: NoteUndeliverable) -> None:
        if self._is_issued_by(command.company) and not self.undeliverable:
            self.record(InvoiceUndeliverable(company=command.company, cause=command.cause, repair=command.repair))

    def _is_issued_by(self, company: CompanyId) -> bool:
        return self.status is Status.ISSUED and self.company == company

    # Evolution.

    def evolve(self, event: InvoiceEvent) -> None:
        match event:
            case InvoiceDrafted():
                self.status, self.company = Status.DRAFT, event.company
                self.receiver_name, self.drafted_at = event.receiver_name, event.drafted_at
                self.revisions += (event.revision,) if event.revision else ()
                self.draft = with_persons(event)
            case InvoiceReady():
                self.status = Status.READY
            case InvoiceHeld():
                self.status, self.held_for = Status.HELD, event.reason
                self.undo_until = event.goes_on_at if event.reason == AWAITING_UNDO else None
            case InvoiceRefused() | InvoiceReopened():
                self.status, self.refusal = Status.DRAFT, event
            case InvoiceDiscarded():
                self.status = Status.DISCARDED
            case InvoiceIssued():
                self.status, self.number = Status.ISSUED, event.number
            case InvoiceHandedOver():
                self.handed_over = True
            case InvoiceDelivered():
                self.delivered = True
            case InvoiceUndeliverable():
                self.undeliverable = True
            case _:
                assert_never(event)


def amounts(totals: Totals | None, currency: str) -> dict[str, Money]:
    """Net, VAT and payable amount from `einvoice.sums`; zero when the figures cannot be summed."""
    if totals is None:
        nothing = Money(ZERO, currency)
        return {"net": nothing, "vat": nothing, "payable": nothing}
    return {
        "net": Money(totals.without_vat, currency),
        "vat": Money(totals.vat, currency),
        "payable": Money(totals.payable, currency),
    }
