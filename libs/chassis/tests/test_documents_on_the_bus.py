"""Documents that go by the bus: put once by two messages, got by one question, and readable by any client."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256

import nats
import pytest
from nats.aio.client import Client

from chassis.bus.declarations import resources
from chassis.errors import NotYet, Poison
from chassis.store.buckets import OF_ONE_CHUNK, Buckets
from chassis.store.documents import StoredDocuments
from chassis.store.postgres import Pool
from contracts.fact import DocumentRef
from devstack.nats import EmbeddedNats
from devstack.provisioner import provision
from devstack.testing import DatabaseFactory

from .small_services import MIGRATIONS, small_portal, small_wallet

UBL = b"<Invoice/>"
KEY = sha256(UBL).hexdigest()
LARGE = os.urandom(3 * OF_ONE_CHUNK)
Asked = Callable[[], Awaitable[list[str]]]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """Yields a connection to a bus with the buckets of two services."""
    with EmbeddedNats(durable=False) as server:
        await provision(server.url, resources([small_portal, small_wallet]))
        connection = await nats.connect(server.url)
        yield connection
        await connection.close()


@pytest.fixture
async def hearer(database: DatabaseFactory, client: Client) -> AsyncIterator[StoredDocuments]:
    """Yields the documents of a service that copies those of both, with nothing kept yet."""
    urls = await database("portal", MIGRATIONS["portal"])
    pool = await Pool.open(urls.app, "views", 8, 10.0)
    documents = StoredDocuments(pool, 10_000_000, 5.0, ["wallet", "portal"])
    documents.connected(client)
    yield documents
    await pool.close()


@pytest.fixture
async def asked(client: Client) -> AsyncIterator[Asked]:
    """Yields a function of what was sent to JetStream and to buckets since the last call."""
    seen: list[str] = []

    async def note(message: nats.aio.msg.Msg) -> None:
        seen.append(message.subject)

    other = await nats.connect(client.connected_url.geturl())
    await other.subscribe("$JS.API.>", cb=note)
    await other.subscribe("$O.>", cb=note)
    await other.flush()

    async def since() -> list[str]:
        await client.flush()
        await other.flush()
        found, seen[:] = list(seen), []
        return found

    yield since
    await other.close()


def reference(content: bytes) -> DocumentRef:
    return DocumentRef(
        sha256=sha256(content).hexdigest(), media_type="application/xml", size=len(content), name="f-1.xml"
    )


@pytest.mark.parametrize("content", [UBL, LARGE, b""])
async def test_a_document_that_was_put_is_read_by_any_client_of_object_stores(client: Client, content: bytes) -> None:
    key = sha256(content).hexdigest()
    await Buckets(client).put("portal", key, content)
    bucket = await client.jetstream().object_store("documents-portal")
    found = await bucket.get(key)
    assert (found.data or b"") == content and found.info.size == len(content)
    assert [info.name for info in await bucket.list()] == [key]


async def test_a_document_is_put_by_two_messages_and_got_by_one(
    client: Client, hearer: StoredDocuments, asked: Asked
) -> None:
    await Buckets(client).put("portal", KEY, UBL)
    assert len(await asked()) == 2
    await hearer.copy(reference(UBL), "portal")
    (question,) = await asked()
    assert question.startswith("$JS.API.DIRECT.GET.OBJ_documents-portal.")
    assert await hearer.read(reference(UBL)) == UBL


@pytest.mark.parametrize("content", [UBL, LARGE])
async def test_a_document_that_is_put_again_lies_there_once(client: Client, content: bytes) -> None:
    buckets, key = Buckets(client), sha256(content).hexdigest()
    await asyncio.gather(*(buckets.put("portal", key, content) for _ in range(1 if content is LARGE else 4)))
    before = (await client.jetstream().stream_info("OBJ_documents-portal")).state.messages
    await Buckets(client).put("portal", key, content)
    assert (await client.jetstream().stream_info("OBJ_documents-portal")).state.messages == before
    assert await buckets.get("portal", key) == content


async def test_a_document_whose_process_died_between_its_two_messages_is_whole_when_it_is_put_again(
    client: Client,
) -> None:
    await client.jetstream().publish(f"$O.documents-portal.C.{KEY}", UBL)
    await Buckets(client).put("portal", KEY, UBL)
    bucket = await client.jetstream().object_store("documents-portal")
    assert (await bucket.get(KEY)).data == UBL


@pytest.mark.parametrize("content", [UBL, LARGE, b""])
async def test_a_document_that_an_older_process_put_is_copied_too(
    client: Client, hearer: StoredDocuments, content: bytes
) -> None:
    bucket = await client.jetstream().object_store("documents-portal")
    await bucket.put(sha256(content).hexdigest(), content)
    await hearer.copy(reference(content), "portal")
    assert await hearer.read(reference(content)) == content


async def test_a_document_that_its_teller_passed_on_is_got_from_where_it_lies(
    client: Client, hearer: StoredDocuments
) -> None:
    """Delivery tells of an invoice's UBL that invoicing carried: the portal waited until it heard invoicing too."""
    await Buckets(client).put("wallet", KEY, UBL)
    await hearer.copy(reference(UBL), "portal")
    assert await hearer.read(reference(UBL)) == UBL


async def test_two_facts_that_name_a_document_at_once_fetch_it_once(
    client: Client, hearer: StoredDocuments, asked: Asked
) -> None:
    await Buckets(client).put("portal", KEY, UBL)
    await asked()
    await asyncio.gather(*(hearer.copy(reference(UBL), "portal") for _ in range(5)))
    assert len(await asked()) == 1


async def test_a_document_that_is_nowhere_is_not_yet_there_and_fetched_when_it_is(
    client: Client, hearer: StoredDocuments
) -> None:
    for content in (UBL, LARGE):
        with pytest.raises(NotYet):
            await hearer.copy(reference(content), "portal")
        await Buckets(client).put("portal", sha256(content).hexdigest(), content)
        await hearer.copy(reference(content), "portal")
        assert await hearer.read(reference(content)) == content


async def test_bytes_that_are_not_what_their_name_says_are_not_kept(client: Client, hearer: StoredDocuments) -> None:
    await client.jetstream().publish(f"$O.documents-portal.C.{KEY}", b"<Forged/>")
    with pytest.raises(Poison):
        await hearer.copy(reference(UBL), "portal")
    with pytest.raises(KeyError):
        await hearer.read(reference(UBL))
