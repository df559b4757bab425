"""Documents that wait to be signed: created, given a file, invited to, signed, cancelled or expired."""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

DOCUMENTS_MAX = 1000
OPEN_FOR = timedelta(days=7)


class NoSuchThingError(Exception):
    """There is no document, file or invitation with this id."""


class EndedError(Exception):
    """The document is signed, cancelled or expired already, or has no file yet."""


class WrongPersonError(Exception):
    """Somebody else than the invitation asks for has identified themselves."""


@dataclass
class Invitation:
    """One signature that is asked for. `identifier` is the personal number that whoever signs must have, if any."""

    uuid: str
    passphrase: str
    identifier_type: str = ""
    identifier: str = ""
    language: str = "en"
    sign_as_organization: bool = False
    signer: str = ""
    signer_number: str = ""
    authority: str = ""
    """The right to represent that the signer declared."""
    return_url: str = ""


@dataclass
class Document:
    """What is signed: one PDF, and who is asked to sign it."""

    uuid: str
    name: str
    created_at: datetime
    status: str = "new"
    file_name: str = ""
    file: bytes = b""
    invitations: list[Invitation] = field(default_factory=list)


class Desk:
    """The documents of one organisation, the newest thousand, in memory. `clock` gives the time, UTC with zone."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self._documents: dict[str, Document] = {}

    def create(self, name: str) -> Document:
        """Return a fresh document without a file."""
        while len(self._documents) >= DOCUMENTS_MAX:
            del self._documents[next(iter(self._documents))]
        document = Document(str(uuid.uuid4()), name, self.clock())
        self._documents[document.uuid] = document
        return document

    def document(self, id_: str) -> Document:
        """Return the document as it stands now. Raises NoSuchThingError."""
        document = self._documents.get(id_)
        if document is None:
            raise NoSuchThingError
        if document.status in ("new", "pending") and self.clock() - document.created_at > OPEN_FOR:
            document.status = "expired"
        return document

    def invite(self, document: Document, invitation: Invitation) -> None:
        """Ask for one more signature. Raises EndedError when there is nothing to sign."""
        if not document.file or document.status not in ("new", "pending"):
            raise EndedError
        document.invitations.append(invitation)
        document.status = "pending"

    def invitation(self, id_: str) -> tuple[Document, Invitation]:
        """Return an invitation with its document. Raises NoSuchThingError."""
        for document in self._documents.values():
            for invitation in document.invitations:
                if secrets.compare_digest(invitation.uuid.encode(), id_.encode()):
                    return self.document(document.uuid), invitation
        raise NoSuchThingError

    def open_invitations(self) -> list[tuple[Document, Invitation]]:
        """Return everything that somebody can sign now, the newest first."""
        pending = [each for each in self._documents.values() if each.status == "pending"]
        return [(document, each) for document in reversed(pending) for each in document.invitations if not each.signer]

    def sign(self, document: Document, invitation: Invitation, number: str, name: str, authority: str) -> None:
        """Let a person sign. Raises EndedError, or WrongPersonError when another was asked for."""
        if document.status != "pending":
            raise EndedError
        if invitation.identifier and invitation.identifier != number:
            raise WrongPersonError
        invitation.signer, invitation.signer_number, invitation.authority = name, number, authority
        if all(each.signer for each in document.invitations):
            document.status = "signed"
            document.file += _seal(document)

    def cancel(self, document: Document) -> None:
        """End a document that nobody has signed. Raises EndedError when it has ended already."""
        if document.status not in ("new", "pending"):
            raise EndedError
        document.status = "cancelled"

    def decline(self, document: Document) -> None:
        """Let the person say no on the page."""
        if document.status != "pending":
            raise EndedError
        document.status = "rejected"


def _seal(document: Document) -> bytes:
    """What the signatures add to the file: the real service adds a PAdES signature, this one a comment that says so."""
    signers = "; ".join(f"{each.signer}, {each.authority}" for each in document.invitations)
    return f"\n% SIMULERAD: signed by {signers}\n%%EOF\n".encode()
