"""What may be asked of a signing; never on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, Country, Personal, PersonId


class RequestSigning(Command, lane="company"):
    company: CompanyId
    person: PersonId
    signing: UUID
    personal_number: Personal[str]
    authority_declared: bool
    ip_address: Personal[str]
    provider: str = "bankid"
    number_country: Country = "SE"


class CancelSigning(Command, lane="company"):
    company: CompanyId
    signing: UUID


class RecordOrder(Command, lane="company"):
    """Record that the provider took the order."""

    company: CompanyId
    signing: UUID
    provider: str
    order_ref: str
    start_token: Personal[str]
    qr_start_token: Personal[str]
    qr_start_secret: Personal[str]
    expires_at: datetime
    page: Personal[str] | None = None


class RecordProgress(Command, lane="company"):
    """Record what the person is doing, as the provider says."""

    company: CompanyId
    signing: UUID
    hint: str


class RecordSignature(Command, lane="company"):
    """Record a signature from the provider; `evidence` is what is kept of it, in its media type."""

    company: CompanyId
    signing: UUID
    provider: str
    signer_number: Personal[str]
    signer_name: Personal[str]
    evidence: bytes
    media_type: str = "application/json"
    declared_right: str = ""


class RecordFailure(Command, lane="company"):
    """Record that the provider ended the order without a signature, or could not take it."""

    company: CompanyId
    signing: UUID
    reason: str


class RecordAuthority(Command, lane="company"):
    """Record what the register says of the signer's right to sign."""

    company: CompanyId
    signing: UUID
    outcome: Literal["verified", "not-found", "not-told"]
    register: str
    role: str = ""
