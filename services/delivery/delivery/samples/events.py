"""What has happened to samples, by which a company sees what it will receive. Stored for ever."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, DocumentRef, Language, Money, Personal
from delivery.channels.names import Channel, Repair


class SampleOrdered(Event, topic="delivery.sample_ordered.v1"):
    company: CompanyId
    sample: UUID
    channel: Channel
    email: Personal[str] | None
    name: str
    language: Language


class SampleSent(Event, topic="delivery.sample_sent.v1"):
    """The sample was handed over, and lies in the inbox."""

    company: CompanyId
    channel: Channel
    receipt: str
    number: str
    issue_date: date
    payable: Money
    ubl: DocumentRef
    pdf: DocumentRef


class SampleFailed(Event, topic="delivery.sample_failed.v1"):
    company: CompanyId
    cause: str
    repair: Repair


class SampleOpened(Event, topic="delivery.sample_opened.v1"):
    company: CompanyId


SampleEvent = SampleOrdered | SampleSent | SampleFailed | SampleOpened
