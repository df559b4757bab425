"""A sample that a company asked for, to see what it will receive."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from chassis import Aggregate, Refused, derived_id
from contracts.values import CompanyId
from delivery.routes.receiver import Receiver
from delivery.samples.commands import OrderSample, RecordSample, RecordSampleFailure
from delivery.samples.events import SampleEvent, SampleFailed, SampleOpened, SampleOrdered, SampleSent

SENDER = "Stafett"
"""The sender's name on a sample, which comes from the network itself."""


class Sample(Aggregate[SampleEvent], stream="delivery.sample"):
    """One sample. It is tried once: the person who asked for it sees at once whether it arrived."""

    ordered: SampleOrdered
    ended: bool = False
    opened: bool = False

    @staticmethod
    def id_of(sample: UUID) -> UUID:
        """The id of the sample's stream, which is also the document's id in the inbox."""
        return derived_id(sample, "sample")

    # Decisions.

    def order(self, command: OrderSample, receiver: Receiver) -> None:
        if self.exists:
            return
        self.record(
            SampleOrdered(
                company=command.company,
                sample=command.sample,
                channel=command.channel,
                email=command.email,
                name=receiver.name,
                language=receiver.language,
            )
        )

    def record_sent(self, command: RecordSample) -> None:
        if self.ended:
            return
        self.record(
            SampleSent(
                company=self.ordered.company,
                channel=self.ordered.channel,
                receipt=command.receipt,
                number=command.number,
                issue_date=command.issue_date,
                payable=command.payable,
                ubl=command.ubl,
                pdf=command.pdf,
            )
        )

    def record_failure(self, command: RecordSampleFailure) -> None:
        if not self.ended:
            self.record(SampleFailed(company=self.ordered.company, cause=command.cause, repair=command.repair))

    def open(self, company: CompanyId) -> None:
        if self.ordered.company != company:
            raise Refused("document.not-found", document=self.ordered.sample)
        if not self.opened:
            self.record(SampleOpened(company=company))

    # Evolution.

    def evolve(self, event: SampleEvent) -> None:
        match event:
            case SampleOrdered():
                self.ordered = event
            case SampleSent() | SampleFailed():
                self.ended = True
            case SampleOpened():
                self.opened = True
            case _:
                assert_never(event)
