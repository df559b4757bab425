"""One document on its way to its receiver: first what it decides, then how it changes."""

from __future__ import annotations

from typing import assert_never

from chassis import Aggregate, Refused
from contracts.values import CompanyId, DocumentRef
from delivery.channels.names import Channel
from delivery.dispatch.commands import (
    BeginAttempt,
    KeepRendering,
    PlanDelivery,
    RecordFailure,
    RecordHandOver,
    RecordUnrenderable,
    RepeatOutcome,
    WantRendering,
)
from delivery.dispatch.events import (
    AttemptBegun,
    DeliveryAttemptFailed,
    DeliveryPlanned,
    DispatchEvent,
    DocumentDownloaded,
    DocumentHandedOver,
    DocumentRendered,
    DocumentUndeliverable,
    OutcomeRepeated,
    RenderingFailed,
    RenderingRepeated,
    RenderingWanted,
)
from delivery.routes.receiver import Receiver


class Dispatch(Aggregate[DispatchEvent], stream="delivery.dispatch", id_field="document", state=2):
    """Its stream is the invoice's id, which is also the document's id in the receiver's inbox."""

    planned: DeliveryPlanned
    pdf: DocumentRef | None = None
    channel: Channel = "inbox"
    attempt: int = 0
    waiting: tuple[CompanyId, ...] = ()
    """The companies that wait for the PDF, while they do: the receiver, the supplier or both."""
    under_way: bool = False
    ended: bool = False
    downloaded: bool = False
    outcome: DocumentHandedOver | DocumentUndeliverable | None = None

    # Decisions.

    def plan(self, command: PlanDelivery, receiver: Receiver) -> None:
        """Plans the delivery through the channel that the receiver has chosen by now.

        Within the network nothing can fail: the document lies in the inbox at once, by the fact that tells it.
        """
        if self.exists:
            return
        within = receiver.channel == "inbox"
        self.record(
            DeliveryPlanned(
                company=command.company,
                receiver=command.receiver,
                channel=receiver.channel,
                destination=receiver.destination,
                language=receiver.language,
                supplier_name=command.supplier_name,
                receiver_name=command.receiver_name,
                number=command.number,
                issue_date=command.issue_date,
                due_date=command.due_date,
                payable=command.payable,
                ubl=command.ubl,
                pdf_on_demand=within,
            )
        )
        if within:
            receipt = f"stafett-inbox:{self.id}"
            self.record(DocumentHandedOver(company=self.supplier, channel="inbox", receipt=receipt))

    def want_rendering(self, command: WantRendering) -> None:
        """Has the PDF made for the supplier or the receiver; one that is made already is told again.

        Each company that wants it is answered, also while it is being made for the other. Raises Refused for anybody
        else, and for a receiver whose inbox does not hold the document yet, as for an unknown id.
        """
        if not self._may_read(command.company):
            raise Refused("document.not-found", document=self.id)
        if self.pdf:
            self.record(RenderingRepeated(company=command.company))
        elif command.company not in self.waiting:
            planned = self.planned
            self.record(
                RenderingWanted(
                    company=command.company, ubl=planned.ubl, number=planned.number, language=planned.language
                )
            )

    def record_unrenderable(self, command: RecordUnrenderable) -> None:
        if command.company in self.waiting:
            self.record(RenderingFailed(company=command.company, cause=command.cause))

    def keep_rendering(self, command: KeepRendering) -> None:
        """Keeps the PDF once, and tells whoever wanted it.

        Where the PDF had to be made first, the document lies in the inbox now and the first attempt begins, whoever
        had it made.
        """
        if self.pdf is None:
            begins = not (self.planned.pdf_on_demand or self.ended)
            if begins or command.wanted_by:
                wanted_by = None if begins else command.wanted_by
                self.record(DocumentRendered(company=self.supplier, pdf=command.pdf, wanted_by=wanted_by))
            if begins:
                self._begin(1, self.planned.channel, self.planned.destination)
        if command.wanted_by and command.wanted_by in self.waiting:
            self.record(RenderingRepeated(company=command.wanted_by))

    def begin_attempt(self, command: BeginAttempt, receiver: Receiver) -> None:
        """Begins another attempt through the channel that the receiver wants by now: its address may be corrected."""
        if command.attempt == self.attempt + 1 and not (self.under_way or self.ended):
            self._begin(command.attempt, receiver.channel, receiver.destination)

    def record_hand_over(self, command: RecordHandOver) -> None:
        if self._is_on(command.attempt):
            self.record(DocumentHandedOver(company=self.supplier, channel=self.channel, receipt=command.receipt))

    def record_failure(self, command: RecordFailure) -> None:
        """Records the failure with the time of the next attempt, or as final when there is none."""
        if not self._is_on(command.attempt):
            return
        if command.next_attempt_at is None:
            self.record(DocumentUndeliverable(company=self.supplier, cause=command.cause, repair=command.repair))
            return
        self.record(
            DeliveryAttemptFailed(
                company=self.supplier,
                attempt=command.attempt,
                cause=command.cause,
                next_attempt_at=command.next_attempt_at,
            )
        )

    def open(self, company: CompanyId) -> None:
        """Records that the receiver opened it. Raises Refused for anybody else, as if it did not exist."""
        if not self.is_received or self.planned.receiver != company:
            raise Refused("document.not-found", document=self.id)
        if not self.downloaded:
            self.record(DocumentDownloaded(company=self.supplier))

    def repeat_outcome(self, command: RepeatOutcome) -> None:
        """Tells the outcome again, once there is one."""
        if self.outcome and self.supplier == command.company:
            self.record(OutcomeRepeated(company=self.supplier, question=command.question))

    @property
    def is_received(self) -> bool:
        """Whether the document lies in the receiver's inbox."""
        return self.exists and (self.planned.pdf_on_demand or self.attempt > 0)

    @property
    def supplier(self) -> CompanyId:
        return self.planned.company

    def _may_read(self, company: CompanyId) -> bool:
        """The supplier may from the beginning: the PDF of what goes by mail is made before the receiver has it."""
        return self.exists and (company == self.supplier or (self.is_received and company == self.planned.receiver))

    def _begin(self, attempt: int, channel: Channel, destination: str) -> None:
        self.record(AttemptBegun(company=self.supplier, attempt=attempt, channel=channel, destination=destination))

    def _is_on(self, attempt: int) -> bool:
        """Whether this attempt is under way. Attempt 0 is the rendering, before any channel was asked."""
        return attempt == self.attempt and not self.ended and (self.under_way or attempt == 0)

    # Evolution.

    def evolve(self, event: DispatchEvent) -> None:
        match event:
            case DeliveryPlanned():
                self.planned = event
            case RenderingWanted():
                self.waiting = (*self.waiting, event.company)
            case RenderingFailed() | RenderingRepeated():
                self._waits_no_more(event.company)
            case DocumentRendered():
                self.pdf = event.pdf
                self._waits_no_more(event.wanted_by)
            case AttemptBegun():
                self.attempt, self.channel, self.under_way = event.attempt, event.channel, True
            case DeliveryAttemptFailed():
                self.under_way = False
            case DocumentHandedOver() | DocumentUndeliverable():
                self.under_way, self.ended, self.outcome = False, True, event
            case DocumentDownloaded():
                self.downloaded = True
            case OutcomeRepeated():
                pass
            case _:
                assert_never(event)

    def _waits_no_more(self, company: CompanyId | None) -> None:
        self.waiting = tuple(one for one in self.waiting if one != company)
