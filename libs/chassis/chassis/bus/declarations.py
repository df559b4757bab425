"""What the bus must hold for a service, as the custom resources that NACK reads: streams, consumers, buckets."""

from __future__ import annotations

from typing import Any

from chassis.service import Service
from chassis.settings import Settings

API_VERSION = "jetstream.nats.io/v1beta2"
RETENTION = "2160h"  # 90 days: the outbox is the archive and can fill a stream again
DUPLICATE_WINDOW = "2m"


def resources(services: list[Service], replicas: int = 1) -> list[dict[str, Any]]:
    """A stream and a bucket for each telling service, a durable for each pair of hearer and teller."""
    names = {service.name for service in services}
    found = [_stream(service.name, replicas) for service in services if service.tells]
    found += [_bucket(service.name, replicas) for service in services if service.tells]
    for service in services:
        found += [_consumer(service, teller, replicas) for teller in service.tellers if teller in names]
    return found


def _stream(service: str, replicas: int) -> dict[str, Any]:
    spec = {
        "name": service.upper(),
        "subjects": [f"{service}.>"],
        "storage": "file",
        "retention": "limits",
        "maxAge": RETENTION,
        "maxMsgSize": Settings.model_fields["message_bytes_max"].default,
        "duplicateWindow": DUPLICATE_WINDOW,
        "denyDelete": True,
        "denyPurge": True,
        "allowAtomicPublish": True,
        "replicas": replicas,
    }
    return _resource("Stream", service, spec)


def _bucket(service: str, replicas: int) -> dict[str, Any]:
    return _resource(
        "ObjectStore",
        f"documents-{service}",
        {"bucket": f"documents-{service}", "storage": "file", "ttl": RETENTION, "replicas": replicas},
    )


def _consumer(service: Service, teller: str, replicas: int) -> dict[str, Any]:
    limits = Settings.model_fields
    spec = {
        "streamName": teller.upper(),
        "durableName": service.name,
        "deliverPolicy": "all",
        "ackPolicy": "explicit",
        "ackWait": f"{limits['ack_wait_s'].default}s",
        "maxDeliver": -1,  # The hearing service decides when to give up, and keeps a dead letter.
        "maxAckPending": limits["ack_pending_max"].default,
        "filterSubjects": sorted(fact.subjects() for fact in service.hears if teller == fact.SERVICE),
        "replicas": replicas,
    }
    return _resource("Consumer", f"{service.name}-hears-{teller}", spec)


def _resource(kind: str, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": API_VERSION, "kind": kind, "metadata": {"name": name}, "spec": spec}
