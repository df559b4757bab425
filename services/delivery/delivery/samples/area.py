"""Samples on one page: a company asks for one, to see what it will receive."""

from chassis import Act, Area
from contracts.directory import v1 as directory
from delivery.samples import boundary, commands, effects, events, handlers

area = Area(
    hears={directory.SampleDocumentOrdered: boundary.on_sample_document_ordered},
    handles={
        commands.OrderSample: handlers.order_sample,
        commands.RecordSample: handlers.record_sample,
        commands.RecordSampleFailure: handlers.record_sample_failure,
    },
    tells={
        events.SampleSent: boundary.tell_sample_sent,
        events.SampleFailed: boundary.tell_sample_failed,
        events.SampleOpened: boundary.tell_sample_opened,
    },
    acts={events.SampleOrdered: Act(effects.send_sample, destination=effects.destination, timeout_s=120)},
)
