"""Makes the streams, durable consumers and document buckets that the committed YAML names; deletes nothing, ever.

The YAML has the shape of NACK's custom resources (`Stream`, `Consumer`, `ObjectStore`), so the same files serve a
cluster. Everything goes through JetStream's plain JSON requests, since client libraries lack fields the server has.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nats
import yaml
from nats.aio.client import Client
from nats.errors import Error as NatsError

from devstack.errors import LocalNetworkError
from devstack.jetstream_fields import CONSUMER_FIELDS, REQUIRED, STREAM_FIELDS, bucket_configuration, translate

API_GROUP = "jetstream.nats.io/"
CONNECT_TIMEOUT_S = 5
REQUEST_TIMEOUT_S = 5
FILE_BYTES_MAX = 1_000_000
RESOURCES_MAX = 2_000
NOT_FOUND = 404

Resource = dict[str, Any]


@dataclass(slots=True)
class Provisioned:
    """The names of what a run made and changed: `WALLET`, `WALLET/invoicing`, `OBJ_documents-wallet`."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def load_resources(folder: Path) -> list[Resource]:
    """All JetStream resources in the YAML files of `folder`. Raises LocalNetworkError naming the file that is wrong."""
    if not folder.is_dir():
        raise LocalNetworkError(f"{folder} is missing: it holds the streams and consumers (make catalogue writes it)")
    resources: list[Resource] = []
    for file in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        if file.stem != "kustomization":
            resources += _read(file)
    if len(resources) > RESOURCES_MAX:
        raise LocalNetworkError(f"{folder} holds {len(resources)} resources, more than {RESOURCES_MAX}")
    return resources


async def provision(nats_url: str, resources: Sequence[Resource], *, replicas_max: int = 3) -> Provisioned:
    """Makes what is missing of `resources`, changes what differs, and leaves the rest alone.

    `replicas_max` is 1 for a single server, which can keep no copies. Raises LocalNetworkError with the server's words
    when it refuses (a stream's storage or its denial of deletes can never be changed).
    """
    report = Provisioned()
    connection = await _connect(nats_url)
    try:
        for resource in sorted(resources, key=lambda one: one.get("kind") == "Consumer"):
            if resource.get("kind") == "Consumer":
                await _consumer(connection, resource, replicas_max, report)
            else:
                await _stream(connection, resource, replicas_max, report)
    finally:
        await connection.close()
    return report


async def _stream(connection: Client, resource: Resource, replicas_max: int, report: Provisioned) -> None:
    where, spec = _checked(resource)
    if resource["kind"] == "ObjectStore":
        wanted = bucket_configuration(spec, where)
    else:
        wanted = translate(spec, STREAM_FIELDS, where)
    wanted["num_replicas"] = min(wanted["num_replicas"], replicas_max)
    name = wanted["name"]
    known = await _ask(connection, f"STREAM.INFO.{name}", {}, where)
    if known is None:
        await _demand(connection, f"STREAM.CREATE.{name}", wanted, where)
        report.created.append(name)
    elif _differs(known["config"], wanted):
        # What we do not manage stays as it is: an update without it would reset it.
        await _demand(connection, f"STREAM.UPDATE.{name}", {**known["config"], **wanted}, where)
        report.updated.append(name)
    else:
        report.unchanged.append(name)


async def _consumer(connection: Client, resource: Resource, replicas_max: int, report: Provisioned) -> None:
    where, spec = _checked(resource)
    wanted = translate(spec, CONSUMER_FIELDS, where)
    wanted["num_replicas"] = min(wanted["num_replicas"], replicas_max)
    stream, durable = spec["streamName"], spec["durableName"]
    name = f"{stream}/{durable}"
    known = await _ask(connection, f"CONSUMER.INFO.{stream}.{durable}", {}, where)
    if known is not None and not _differs(known["config"], wanted):
        report.unchanged.append(name)
        return
    current = known["config"] if known is not None else {"name": durable}
    request = {"stream_name": stream, "config": {**current, **wanted}, "action": "update" if known else "create"}
    await _demand(connection, f"CONSUMER.CREATE.{stream}.{durable}", request, where)
    (report.updated if known else report.created).append(name)


def _differs(current: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """The server leaves out what is empty, false or zero, and keeps subjects in the order they were given."""

    def plain(value: object) -> object:
        return (sorted(value) if isinstance(value, list) else value) or None

    return any(plain(current.get(key)) != plain(value) for key, value in wanted.items())


def _checked(resource: Resource) -> tuple[str, dict[str, Any]]:
    kind, spec = str(resource.get("kind")), resource.get("spec")
    where = f"{kind} {resource.get('metadata', {}).get('name', '(without a name)')}"
    if not str(resource.get("apiVersion", "")).startswith(API_GROUP) or kind not in REQUIRED:
        raise LocalNetworkError(f"{where} is none of {API_GROUP}: {', '.join(REQUIRED)}")
    if not isinstance(spec, dict):
        raise LocalNetworkError(f"{where} has no spec")
    missing = [key for key in REQUIRED[kind] if not spec.get(key)]
    if missing:
        raise LocalNetworkError(f"{where} does not say {', '.join(missing)}")
    return where, spec


def _read(file: Path) -> list[Resource]:
    if file.stat().st_size > FILE_BYTES_MAX:
        raise LocalNetworkError(f"{file} is larger than {FILE_BYTES_MAX} bytes")
    try:
        pages = [page for page in yaml.safe_load_all(file.read_text()) if page is not None]
    except yaml.YAMLError as error:
        raise LocalNetworkError(f"{file} is no YAML: {' '.join(str(error).split())}") from error
    for page in pages:
        if not isinstance(page, dict):
            raise LocalNetworkError(f"{file} holds something that is no resource")
        try:
            _checked(page)
        except LocalNetworkError as error:
            raise LocalNetworkError(f"{file}: {error}") from error
    return pages


async def _connect(nats_url: str) -> Client:
    # The client tries for ever to reach a server that was never there, whatever its options: this limit is ours.
    attempt = nats.connect(nats_url, max_reconnect_attempts=1, error_cb=_stay_silent, name="provisioner")
    try:
        return await asyncio.wait_for(attempt, CONNECT_TIMEOUT_S)
    except (NatsError, OSError, TimeoutError) as error:
        host = nats_url.rpartition("@")[2] or nats_url
        raise LocalNetworkError(f"NATS cannot be reached at {host}: {error or type(error).__name__}") from error


async def _stay_silent(error: Exception) -> None:
    """Suppresses the client's own report, a stack trace on the screen: errors come back as exceptions."""


async def _ask(connection: Client, subject: str, body: Mapping[str, Any], where: str) -> dict[str, Any] | None:
    """Asks JetStream; returns the answer, or None for what does not exist."""
    try:
        reply = await connection.request(f"$JS.API.{subject}", json.dumps(body).encode(), timeout=REQUEST_TIMEOUT_S)
    except (NatsError, TimeoutError) as error:
        raise LocalNetworkError(f"{where}: JetStream did not answer {subject}: {type(error).__name__}") from error
    answer: dict[str, Any] = json.loads(reply.data)
    refusal = answer.get("error")
    if refusal and refusal.get("code") == NOT_FOUND:
        return None
    if refusal:
        raise LocalNetworkError(f"{where}: JetStream refuses: {refusal.get('description')}")
    return answer


async def _demand(connection: Client, subject: str, body: Mapping[str, Any], where: str) -> None:
    if await _ask(connection, subject, body, where) is None:
        raise LocalNetworkError(f"{where}: its stream does not exist")
