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
    RenderingWanted,
)
from delivery.routes.receiver import Receiver


class Dispatch(Aggregate[DispatchEvent], stream="delivery.dispatch", id_field="document"):
    """Its stream is the invoice's id, which is also the document's id in the receiver's inbox."""

    planned: DeliveryPlanned
    pdf: DocumentRef | None = None
    channel: Channel = "inbox"
    attempt: int = 0
    wanted_by: CompanyId | None = None
    """The company that waits for the PDF, while it does."""
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
        """Has the PDF made for the receiver or the supplier. Raises Refused for anybody else, as for an unknown id."""
        if not (self.is_received and command.company in (self.planned.receiver, self.supplier)):
            raise Refused("document.not-found", document=self.id)
        if not self.pdf and not self.wanted_by:
            planned = self.planned
            self.record(
                RenderingWanted(
                    company=command.company, ubl=planned.ubl, number=planned.number, language=planned.language
                )
            )

    def record_unrenderable(self, command: RecordUnrenderable) -> None:
        if self.wanted_by:
            self.record(RenderingFailed(company=self.wanted_by, cause=command.cause))

    def keep_rendering(self, command: KeepRendering) -> None:
        """Keeps the PDF. Where it had to be made first, the document lies in the inbox and the first attempt begins."""
        if self.pdf is not None or (self.ended and not self.wanted_by):
            return
        on_demand = self.wanted_by is not None
        self.record(DocumentRendered(company=self.supplier, pdf=command.pdf, wanted_by=self.wanted_by))
        if not on_demand:
            self._begin(1, self.planned.channel, self.planned.destination)

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
        return self.exists and (self.pdf is not None or self.planned.pdf_on_demand)

    @property
    def supplier(self) -> CompanyId:
        return self.planned.company

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
                self.wanted_by = event.company
            case RenderingFailed():
                self.wanted_by = None
            case DocumentRendered():
                self.pdf, self.wanted_by = event.pdf, None
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
