"""What has happened to a signing. Stored for ever: add fields with defaults only."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, Country, DocumentRef, Personal, PersonId


class SigningRequested(Event, topic="onboarding.signing_requested.v1"):
    """A signature was requested. `signer` is a keyed hash of the personal number, which itself is encrypted.

    `number_country` is the country that gave the number, and with it the person's electronic identity.
    """

    company: CompanyId
    person: PersonId
    signer: UUID
    personal_number: Personal[str]
    ip_address: Personal[str]
    visible_text: Personal[str]
    purpose: Literal["agreement", "accounts"] = "agreement"
    provider: str = "bankid"
    number_country: Country = "SE"


class SigningOrdered(Event, topic="onboarding.signing_ordered.v1"):
    """The provider waits for the person. Stored before the first collect, so that a restart resumes this order."""

    company: CompanyId
    person: PersonId
    provider: str
    order_ref: str
    start_token: Personal[str]
    qr_start_token: Personal[str]
    qr_start_secret: Personal[str]
    started_at: datetime
    expires_at: datetime
    page: Personal[str] | None = None


class SigningProgressed(Event, topic="onboarding.signing_progressed.v1"):
    """The person did something, as the provider's hint code says."""

    company: CompanyId
    person: PersonId
    hint: str


class SigningCompleted(Event, topic="onboarding.signing_completed.v1"):
    company: CompanyId
    person: PersonId
    signer: UUID
    signed_by: Personal[str]
    provider: str
    evidence: DocumentRef
    declared_right: str = ""
    """The signer's own statement of what the right to sign rests on, where the provider asks."""


class AuthorityChecked(Event, topic="onboarding.authority_checked.v1"):
    """The register was asked whether the signer may sign alone; `role` is its word for the role that it found."""

    company: CompanyId
    person: PersonId
    outcome: Literal["verified", "not-found", "not-told"]
    register: str
    role: str = ""


class SigningFailed(Event, topic="onboarding.signing_failed.v1"):
    company: CompanyId
    person: PersonId
    reason: str


class OrderAbandoned(Event, topic="onboarding.order_abandoned.v1"):
    """Nobody waits for this order any more: the provider is to cancel it."""

    order_ref: str
    provider: str = "bankid"


SigningEvent = (
    SigningRequested
    | SigningOrdered
    | SigningProgressed
    | SigningCompleted
    | AuthorityChecked
    | SigningFailed
    | OrderAbandoned
)
