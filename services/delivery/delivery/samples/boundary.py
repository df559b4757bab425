"""Translates facts and events of samples: only channels that we have are taken, and a sample has its own id."""

from __future__ import annotations

from chassis import Heard
from contracts.delivery import v1 as told
from contracts.directory import v1 as directory
from delivery.samples import commands, events
from delivery.samples.sample import SENDER, Sample


def on_sample_document_ordered(fact: directory.SampleDocumentOrdered, heard: Heard) -> commands.OrderSample | None:
    if fact.method not in ("email", "inbox"):
        return None
    return commands.OrderSample(
        sample=fact.sample, company=fact.company, channel=fact.method, email=fact.email, at=heard.at
    )


def tell_sample_sent(event: events.SampleSent, sample: Sample) -> tuple[told.SampleDocumentSent, told.DocumentReceived]:
    """Tells that a sample lies in the inbox; its sender is the company itself, since there is no other."""
    ordered = sample.ordered
    sent = told.SampleDocumentSent(
        company=event.company, sample=ordered.sample, channel=event.channel, receipt=event.receipt
    )
    received = told.DocumentReceived(
        company=event.company,
        document=ordered.sample,
        supplier=event.company,
        supplier_name=SENDER,
        number=event.number,
        issue_date=event.issue_date,
        payable=event.payable,
        ubl=event.ubl,
        pdf=event.pdf,
    )
    return sent, received


def tell_sample_failed(event: events.SampleFailed, sample: Sample) -> told.SampleDocumentFailed:
    return told.SampleDocumentFailed(
        company=event.company, sample=sample.ordered.sample, cause=event.cause, repair=event.repair
    )


def tell_sample_opened(event: events.SampleOpened, sample: Sample) -> told.DocumentDownloaded:
    return told.DocumentDownloaded(company=event.company, invoice=sample.ordered.sample, receiver=event.company)
