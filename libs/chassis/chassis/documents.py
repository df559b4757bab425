"""Documents by their SHA-256: kept in the service's own database, carried by the JetStream object store."""

from __future__ import annotations

from hashlib import sha256
from typing import Protocol

from contracts.fact import DocumentRef

from chassis.errors import Refused


class Documents(Protocol):
    """What handlers and acts need of documents."""

    async def keep(self, content: bytes, media_type: str, name: str) -> DocumentRef:
        """Stores a document of our own; storing it twice is storing it once. Raises Refused when it is too large."""
        ...

    async def read(self, document: DocumentRef) -> bytes:
        """The bytes of a document that is kept here. Raises KeyError when it is not."""
        ...

    async def copy(self, document: DocumentRef, teller: str) -> None:
        """Keeps a document that another service told of. Raises NotYet while it is still on its way."""
        ...


def reference(content: bytes, media_type: str, name: str, size_max: int) -> DocumentRef:
    """What names these bytes. Raises Refused when they are more than `size_max`."""
    if len(content) > size_max:
        raise Refused("document.too-large", size=len(content), size_max=size_max, name=name)
    return DocumentRef(sha256=sha256(content).hexdigest(), media_type=media_type, size=len(content), name=name)


class MemoryDocuments:
    """Documents in memory, for tests."""

    def __init__(self, size_max: int = 15_000_000) -> None:
        self.contents: dict[str, bytes] = {}
        self._size_max = size_max

    async def keep(self, content: bytes, media_type: str, name: str) -> DocumentRef:
        document = reference(content, media_type, name, self._size_max)
        self.contents[document.sha256] = content
        return document

    async def read(self, document: DocumentRef) -> bytes:
        return self.contents[document.sha256]

    async def copy(self, document: DocumentRef, teller: str) -> None:
        if document.sha256 not in self.contents:
            raise KeyError(f"put the document {document.name} of {teller} into `contents` first")
