"""The provisioner against a real server: made once, changed when the YAML changes, never deleted."""

import copy
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nats
import pytest
import pytest_asyncio
import yaml
from nats.aio.client import Client

from devstack.errors import LocalNetworkError
from devstack.jetstream_fields import nanoseconds
from devstack.nats import EmbeddedNats
from devstack.provisioner import Resource, load_resources, provision

DAY_NS = 24 * 3600 * 10**9
FILE = Path(__file__).with_name("data") / "streams" / "wallet.yaml"


@pytest.fixture
def resources() -> list[Resource]:
    return load_resources(FILE.parent)


@pytest_asyncio.fixture
async def client(nats_server: EmbeddedNats) -> AsyncIterator[Client]:
    connection = await nats.connect(nats_server.url)
    yield connection
    for name in ("WALLET", "OBJ_documents-wallet"):
        await ask(connection, f"STREAM.DELETE.{name}")
    await connection.close()


async def ask(connection: Client, subject: str) -> dict[str, Any]:
    reply = await connection.request(f"$JS.API.{subject}", b"", timeout=5)
    answer: dict[str, Any] = json.loads(reply.data)
    return answer


async def test_streams_consumers_and_buckets_come_as_the_yaml_says(
    nats_server: EmbeddedNats, client: Client, resources: list[Resource]
) -> None:
    report = await provision(nats_server.url, resources, replicas_max=1)
    assert report.created == ["WALLET", "OBJ_documents-wallet", "WALLET/invoicing"]
    stream = (await ask(client, "STREAM.INFO.WALLET"))["config"]
    assert (stream["subjects"], stream["max_age"], stream["storage"]) == (["wallet.>"], 90 * DAY_NS, "file")
    assert stream["deny_delete"] and stream["deny_purge"] and stream["allow_atomic"]
    assert stream["duplicate_window"] == 120 * 10**9
    consumer = (await ask(client, "CONSUMER.INFO.WALLET.invoicing"))["config"]
    assert consumer["ack_policy"] == "explicit" and consumer["ack_wait"] == 3 * 10**9
    assert consumer["filter_subjects"] == ["wallet.v1.credit_refused.*", "wallet.v1.credit_reserved.*"]


async def test_a_bucket_made_by_the_provisioner_keeps_documents(
    nats_server: EmbeddedNats, client: Client, resources: list[Resource]
) -> None:
    await provision(nats_server.url, resources, replicas_max=1)
    bucket = await client.jetstream().object_store("documents-wallet")
    await bucket.put("0" * 64, b"one page")
    assert (await bucket.get("0" * 64)).data == b"one page"
    assert (await ask(client, "STREAM.INFO.OBJ_documents-wallet"))["config"]["max_age"] == 90 * DAY_NS


async def test_a_second_run_changes_nothing(
    nats_server: EmbeddedNats, client: Client, resources: list[Resource]
) -> None:
    await provision(nats_server.url, resources, replicas_max=1)
    again = await provision(nats_server.url, resources, replicas_max=1)
    assert not again.created and not again.updated
    assert len(again.unchanged) == 3


async def test_what_changed_in_the_yaml_changes_on_the_server_and_messages_stay(
    nats_server: EmbeddedNats, client: Client, resources: list[Resource]
) -> None:
    await provision(nats_server.url, resources, replicas_max=1)
    await client.jetstream().publish("wallet.v1.credit_reserved.a", b"{}")
    changed = copy.deepcopy(resources)
    spec_of(changed, "Stream")["maxAge"] = "720h"
    del spec_of(changed, "Consumer")["maxDeliver"]
    spec_of(changed, "Consumer")["filterSubjects"] = ["wallet.v1.credit_reserved.*"]
    report = await provision(nats_server.url, changed, replicas_max=1)
    assert report.updated == ["WALLET", "WALLET/invoicing"]
    stream = await ask(client, "STREAM.INFO.WALLET")
    assert (stream["config"]["max_age"], stream["state"]["messages"]) == (30 * DAY_NS, 1)
    consumer = (await ask(client, "CONSUMER.INFO.WALLET.invoicing"))["config"]
    assert (consumer["filter_subjects"], consumer["max_deliver"]) == (["wallet.v1.credit_reserved.*"], -1)


async def test_a_resource_that_left_the_yaml_stays_on_the_server(
    nats_server: EmbeddedNats, client: Client, resources: list[Resource]
) -> None:
    await provision(nats_server.url, resources, replicas_max=1)
    await provision(nats_server.url, [], replicas_max=1)
    assert (await ask(client, "STREAM.INFO.WALLET"))["config"]["name"] == "WALLET"


async def test_what_the_server_refuses_is_told_in_its_words(
    nats_server: EmbeddedNats, client: Client, resources: list[Resource]
) -> None:
    await provision(nats_server.url, resources, replicas_max=1)
    weakened = copy.deepcopy(resources)
    spec_of(weakened, "Stream")["denyDelete"] = False
    with pytest.raises(LocalNetworkError, match=r"Stream wallet: JetStream refuses: .* deny message deletes"):
        await provision(nats_server.url, weakened, replicas_max=1)


async def test_a_consumer_without_its_stream_is_refused(
    nats_server: EmbeddedNats, client: Client, resources: list[Resource]
) -> None:
    alone = [one for one in resources if one["kind"] == "Consumer"]
    with pytest.raises(LocalNetworkError, match="Consumer wallet-invoicing: its stream does not exist"):
        await provision(nats_server.url, alone, replicas_max=1)


async def test_a_field_nobody_knows_is_refused_rather_than_ignored(
    nats_server: EmbeddedNats, client: Client, resources: list[Resource]
) -> None:
    spec_of(resources, "Stream")["maxAges"] = "1h"
    with pytest.raises(LocalNetworkError, match="maxAges is no field"):
        await provision(nats_server.url, resources, replicas_max=1)


def test_a_consumer_that_leaves_its_acknowledgement_to_nack_s_default_is_refused(
    tmp_path: Path, resources: list[Resource]
) -> None:
    del spec_of(resources, "Consumer")["ackWait"]
    (tmp_path / "wallet.yaml").write_text(yaml.safe_dump_all(resources))
    with pytest.raises(LocalNetworkError, match=r"wallet\.yaml: Consumer wallet-invoicing does not say ackWait"):
        load_resources(tmp_path)


@pytest.mark.parametrize(("text", "value"), [("2160h", 90 * DAY_NS), ("1m30s", 90 * 10**9), ("500ms", 5 * 10**8)])
def test_durations_are_written_as_go_writes_them(text: str, value: int) -> None:
    assert nanoseconds(text) == value


@pytest.mark.parametrize("text", ["90d", "", "10", "-1s", "1s 2s"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(LocalNetworkError, match="no duration"):
        nanoseconds(text)


async def test_a_server_that_is_not_there_is_told_in_one_line(resources: list[Resource]) -> None:
    with pytest.raises(LocalNetworkError, match=r"NATS cannot be reached at 127\.0\.0\.1:1:") as refusal:
        await provision("nats://user:secret@127.0.0.1:1", resources)
    assert "secret" not in str(refusal.value)


def spec_of(resources: list[Resource], kind: str) -> dict[str, Any]:
    spec: dict[str, Any] = next(one["spec"] for one in resources if one["kind"] == kind)
    return spec
