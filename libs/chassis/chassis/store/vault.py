"""Documents about a person, encrypted with that person's key: without it they are unreadable, but every byte stays."""

from __future__ import annotations

from uuid import UUID

from chassis.person.sealing import Sealer, sealed_for
from chassis.store.documents import Documents
from contracts.fact import DocumentRef
from contracts.values import Redacted


class Vault:
    """Stores documents under the SHA-256 of their encrypted bytes, which reveals nothing about the content."""

    def __init__(self, documents: Documents, sealer: Sealer) -> None:
        self._documents = documents
        self._sealer = sealer

    async def keep(self, person: UUID, content: bytes, media_type: str, name: str) -> DocumentRef:
        """Encrypts and stores a document; storing it twice keeps it once. `media_type` is that of the content.

        Raises Refused when it is too large.
        """
        await self._sealer.prepare([person], create=True)
        return await self._documents.keep(self._sealer.seal_document(person, content), media_type, name)

    async def open(self, document: DocumentRef) -> bytes:
        """Returns the content. Raises KeyError when it is not kept here, Redacted when the person was erased."""
        sealed = await self._documents.read(document)
        await self._sealer.prepare([sealed_for(sealed)])
        content = self._sealer.open_document(sealed)
        if content is None:
            raise Redacted("this personal document was erased")
        return content
