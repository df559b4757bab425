"""A document that tells of a person is kept sealed: it opens with their key, and is unreadable without it."""

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from chassis.errors import Refused
from chassis.person.sealing import MemoryKeys, Sealer
from chassis.store.documents import MemoryDocuments
from chassis.store.vault import Vault
from contracts.values import Redacted

EVIDENCE = b'{"signedBy": "Sara Sp\xc3\xa5rberg, 198803200016"}'


@pytest.fixture
def documents() -> MemoryDocuments:
    return MemoryDocuments(size_max=1000)


@pytest.fixture
def keys() -> MemoryKeys:
    return MemoryKeys()


async def test_a_document_is_read_again_and_nothing_of_it_lies_in_clear(
    documents: MemoryDocuments, keys: MemoryKeys
) -> None:
    vault = Vault(documents, Sealer(keys))
    kept = await vault.keep(uuid4(), EVIDENCE, "application/json", "signature.json")
    assert (kept.media_type, kept.name) == ("application/json", "signature.json")
    assert b"198803200016" not in documents.contents[kept.sha256]
    assert await vault.open(kept) == EVIDENCE
    assert await Vault(documents, Sealer(keys)).open(kept) == EVIDENCE, "after a restart too"


async def test_the_same_document_twice_is_kept_once_and_another_persons_apart(
    documents: MemoryDocuments, keys: MemoryKeys
) -> None:
    vault, person = Vault(documents, Sealer(keys)), uuid4()
    first = await vault.keep(person, EVIDENCE, "application/json", "signature.json")
    assert await vault.keep(person, EVIDENCE, "application/json", "signature.json") == first
    assert (await vault.keep(uuid4(), EVIDENCE, "application/json", "signature.json")).sha256 != first.sha256
    assert len(documents.contents) == 2


async def test_when_the_key_is_destroyed_the_document_is_gone(documents: MemoryDocuments, keys: MemoryKeys) -> None:
    person = uuid4()
    kept = await Vault(documents, Sealer(keys)).keep(person, EVIDENCE, "application/json", "signature.json")
    del keys.keys[person]
    with pytest.raises(Redacted):
        await Vault(documents, Sealer(keys)).open(kept)


async def test_bytes_that_were_changed_or_never_sealed_do_not_open(
    documents: MemoryDocuments, keys: MemoryKeys
) -> None:
    vault = Vault(documents, Sealer(keys))
    kept = await vault.keep(uuid4(), EVIDENCE, "application/json", "signature.json")
    sealed = documents.contents[kept.sha256]
    documents.contents[kept.sha256] = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with pytest.raises(InvalidTag):
        await vault.open(kept)
    plain = await documents.keep(EVIDENCE, "application/json", "plain.json")
    with pytest.raises(ValueError, match="no sealed document"):
        await vault.open(plain)


async def test_a_document_that_is_too_large_is_refused(documents: MemoryDocuments, keys: MemoryKeys) -> None:
    with pytest.raises(Refused, match=r"document\.too-large"):
        await Vault(documents, Sealer(keys)).keep(uuid4(), b"x" * 1000, "application/pdf", "signed.pdf")
