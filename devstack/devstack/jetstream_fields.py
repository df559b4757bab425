"""The fields of NACK's Stream and Consumer resources: their names in JetStream's own API, and their defaults."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from devstack.errors import LocalNetworkError

NANOSECONDS = {"ns": 1, "us": 1_000, "µs": 1_000, "ms": 1_000_000, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")


def nanoseconds(text: str) -> int:
    """A Go duration such as `2160h`, `1m30s` or `500ms`. Raises LocalNetworkError for anything else."""
    parts = DURATION_PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise LocalNetworkError(f"{text!r} is no duration: write it like 2160h, 1m30s or 500ms")
    return sum(round(float(number) * NANOSECONDS[unit]) for number, unit in parts)


def _as_is(value: object) -> object:
    return value


def _duration(value: object) -> object:
    return nanoseconds(str(value)) if value else 0


def _durations(value: object) -> object:
    return [nanoseconds(str(one)) for one in value] if isinstance(value, list) else value


def _subjects(value: object) -> object:
    return sorted(str(one) for one in value) if isinstance(value, list) else value


def _one_subject(value: object) -> object:
    return [str(value)]


def _deliver_policy(value: object) -> object:
    return {"byStartSequence": "by_start_sequence", "byStartTime": "by_start_time"}.get(str(value), value)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in JetStream's API, the server's value when nobody says, and how a value is written there."""

    name: str
    default: Any = None
    convert: Callable[[object], object] = _as_is


STREAM_FIELDS: Mapping[str, Field] = {
    "name": Field("name"),
    "description": Field("description", ""),
    "subjects": Field("subjects", [], _subjects),
    "retention": Field("retention", "limits"),
    "storage": Field("storage"),
    "replicas": Field("num_replicas", 1),
    "maxAge": Field("max_age", 0, _duration),
    "maxBytes": Field("max_bytes", -1),
    "maxMsgs": Field("max_msgs", -1),
    "maxMsgSize": Field("max_msg_size", -1),
    "maxMsgsPerSubject": Field("max_msgs_per_subject", -1),
    "maxConsumers": Field("max_consumers", -1),
    "discard": Field("discard", "old"),
    "duplicateWindow": Field("duplicate_window", nanoseconds("2m"), _duration),
    "denyDelete": Field("deny_delete", False),
    "denyPurge": Field("deny_purge", False),
    "allowRollup": Field("allow_rollup_hdrs", False),
    "allowDirect": Field("allow_direct", False),
    "allowAtomicPublish": Field("allow_atomic", False),
    "compression": Field("compression", "none"),
}

CONSUMER_FIELDS: Mapping[str, Field] = {
    "durableName": Field("durable_name"),
    "streamName": Field(""),
    "description": Field("description", ""),
    "deliverPolicy": Field("deliver_policy", "all", _deliver_policy),
    "ackPolicy": Field("ack_policy"),
    "ackWait": Field("ack_wait", nanoseconds("30s"), _duration),
    "maxDeliver": Field("max_deliver", -1),
    "maxAckPending": Field("max_ack_pending", 1000),
    "maxWaiting": Field("max_waiting", 512),
    "filterSubject": Field("filter_subjects", [], _one_subject),
    "filterSubjects": Field("filter_subjects", [], _subjects),
    "backoff": Field("backoff", [], _durations),
    "replayPolicy": Field("replay_policy", "instant"),
    "replicas": Field("num_replicas", 0),
    "maxRequestBatch": Field("max_batch", 0),
    "maxRequestExpires": Field("max_expires", 0, _duration),
    "headersOnly": Field("headers_only", False),
    "optStartSeq": Field("opt_start_seq", 0),
}

# NACK's own defaults for these are wrong for facts (memory, no acknowledgement, 1 ns), so they must be written out.
REQUIRED = {
    "Stream": ("name", "subjects", "storage"),
    "Consumer": ("durableName", "streamName", "ackPolicy", "ackWait"),
    "ObjectStore": ("bucket", "storage"),
}

# These say how NACK itself reaches the server and treats its resources, so they are skipped here.
IGNORED = frozenset(
    {"servers", "account", "creds", "nkey", "tls", "tlsFirst", "jsDomain", "preventDelete", "preventUpdate", "metadata"}
)


def translate(spec: Mapping[str, Any], fields: Mapping[str, Field], where: str) -> dict[str, Any]:
    """The configuration to ask JetStream for: what `spec` says, and the default of every field it leaves out.

    Raises LocalNetworkError naming a field that is not known here, since ignoring it would make another stream.
    """
    unknown = sorted(set(spec) - set(fields) - IGNORED)
    if unknown:
        raise LocalNetworkError(f"{where}: {', '.join(unknown)} is no field the provisioner knows")
    wanted = {field.name: field.default for field in fields.values() if field.default is not None}
    for key, value in spec.items():
        if key in fields and fields[key].name:
            wanted[fields[key].name] = fields[key].convert(value)
    return wanted


def bucket_configuration(spec: Mapping[str, Any], where: str) -> dict[str, Any]:
    """A bucket is a stream with a fixed shape (NATS ADR-20); roll-up is how a name replaces its older self."""
    known = {"bucket", "description", "storage", "replicas", "ttl", "maxBytes", "compression"}
    unknown = sorted(set(spec) - known - IGNORED)
    if unknown:
        raise LocalNetworkError(f"{where}: {', '.join(unknown)} is no field the provisioner knows")
    bucket = spec["bucket"]
    stream: dict[str, Any] = {
        "name": f"OBJ_{bucket}",
        "subjects": [f"$O.{bucket}.C.>", f"$O.{bucket}.M.>"],
        "discard": "new",
        "allowRollup": True,
        "allowDirect": True,
        "maxAge": spec.get("ttl", ""),
    }
    stream |= {key: spec[key] for key in ("description", "storage", "replicas", "maxBytes") if key in spec}
    if "compression" in spec:
        stream["compression"] = "s2" if spec["compression"] in (True, "s2") else "none"
    return translate(stream, STREAM_FIELDS, where)
