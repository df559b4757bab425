"""Logs and traces: one readable line for each event worth knowing, one trace from the click to the receipt."""

from __future__ import annotations

import logging
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

log: Any = structlog.get_logger("stafett")

_propagator = TraceContextTextMapPropagator()
_exporting = False


def configure(service: str) -> None:
    """Logs to standard error, as JSON unless it is a terminal; traces to OTEL_EXPORTER_OTLP_ENDPOINT when it is set."""
    global _exporting
    pretty = sys.stderr.isatty() or os.environ.get("STAFETT_LOG") == "text"
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
            if pretty
            else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        _export(service)
        _exporting = True


def _export(service: str) -> None:
    """Sends spans to the collector. The exporter takes a third of a second to load: only who has one loads it."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"stafett.{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def child_of(traceparent: str) -> str:
    """The next link of a trace (W3C Trace Context); a new trace when there is none yet."""
    parts = traceparent.split("-")
    trace_id = parts[1] if len(parts) == 4 and len(parts[1]) == 32 else secrets.token_hex(16)
    return f"00-{trace_id}-{secrets.token_hex(8)}-01"


@contextmanager
def span(name: str, traceparent: str, **attributes: str) -> Iterator[str]:
    """Opens a span under the given parent; yields the traceparent for what it causes. Cheap without an exporter."""
    if not _exporting:
        yield child_of(traceparent)
        return
    context = _propagator.extract({"traceparent": traceparent})
    tracer = trace.get_tracer("stafett")
    with tracer.start_as_current_span(name, context=context, attributes=attributes):
        carrier: dict[str, str] = {}
        _propagator.inject(carrier)
        yield carrier.get("traceparent", traceparent)
