"""A fact: something that has happened, told to the world by the one service that owns it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.text import forbidden_in_json
from contracts.values import CompanyId, DocumentRef, Personal, Redacted

__all__ = ["FACTS", "PLATFORM", "DocumentRef", "Envelope", "Fact", "Personal", "Redacted", "Refusal"]

PLATFORM = "platform"

FACTS: dict[str, type[Fact]] = {}
"""Every fact class by its type, such as `stafett.invoicing.invoice_issued.v1`."""


_PLACE = re.compile(r"contracts\.(\w+)\.v(\d+)(?:\.\w+)?")
"""The module of a fact: its service, its version, and an area where a service has many facts."""


def _title(model: type[Any]) -> str:
    """The fact's name in schemas, where each version needs its own: `invoicing.v1.InvoiceIssued`."""
    place = _PLACE.fullmatch(model.__module__)
    where = f"{place[1]}.v{place[2]}" if place else model.__module__.removeprefix("contracts.")
    return f"{where}.{model.__name__}"


class Fact(BaseModel):
    """The base of all facts. Subject, type and owner come from the module and the class name, nothing is written twice.

    `contracts.invoicing.v1.InvoiceIssued` is told by invoicing on `invoicing.v1.invoice_issued.<company>`.
    A reader ignores fields that it does not know, so a teller may add optional ones.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, model_title_generator=_title)

    SERVICE: ClassVar[str] = ""
    VERSION: ClassVar[int] = 0
    NAME: ClassVar[str] = ""
    answered_by: ClassVar[tuple[str, ...]] = ()
    """For facts of the portal: the names of the facts that can answer it, such as `invoicing.invoice_issued`."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        place = _PLACE.fullmatch(cls.__module__)
        if place is None:
            return
        cls.SERVICE, cls.VERSION = place[1], int(place[2])
        cls.NAME = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        FACTS[cls.type()] = cls

    @classmethod
    def type(cls) -> str:
        """The CloudEvents type."""
        return f"stafett.{cls.SERVICE}.{cls.NAME}.v{cls.VERSION}"

    @classmethod
    def subjects(cls) -> str:
        """The NATS filter that catches this fact for every company."""
        return f"{cls.SERVICE}.v{cls.VERSION}.{cls.NAME}.>"

    @classmethod
    def subject_pattern(cls) -> str:
        """The subject with its company left open, for documentation."""
        return f"{cls.SERVICE}.v{cls.VERSION}.{cls.NAME}.<company>"

    @property
    def tenant(self) -> str:
        """The company whose matter this is, or `platform`: the last token of the subject."""
        company: CompanyId | None = getattr(self, "company", None)
        return str(company) if company else PLATFORM

    @property
    def subject(self) -> str:
        return f"{self.SERVICE}.v{self.VERSION}.{self.NAME}.{self.tenant}"

    @property
    def sealed_for(self) -> UUID | None:
        """The owner of the key that encrypts personal fields: the `person` named in the fact, else its company."""
        return getattr(self, "person", None) or getattr(self, "company", None)

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Parses the fact from its stored JSON. Raises pydantic.ValidationError when the body breaks the schema."""
        return cls.model_validate_json(body)

    @classmethod
    def heard(cls, body: bytes) -> Self:
        """Parses a fact from another service. Raises ValueError, too, when it holds a forbidden character."""
        fact = cls.read(body)
        if forbidden := forbidden_in_json(body):
            raise ValueError(f"a forbidden sign in {forbidden}")
        return fact


class Refusal(Fact):
    """A rule said no. `code` is stable and listed in the glossary of refusals; `details` fill its sentence."""

    company: CompanyId
    code: str
    details: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What travels beside a fact: CloudEvents 1.0 in binary mode, as NATS headers.

    `about` is the aggregate that the fact speaks of (ce-subject). `sequence` is the teller's dense position.
    """

    id: UUID
    type: str
    source: str
    about: str
    time: datetime
    tenant: str
    correlation: UUID
    causation: UUID | None = None
    traceparent: str = ""
    sequence: int = 0

    def headers(self) -> dict[str, str]:
        service, name, version = self.type.removeprefix("stafett.").split(".")
        headers = {
            "ce-specversion": "1.0",
            "ce-id": str(self.id),
            "ce-type": self.type,
            "ce-source": self.source,
            "ce-subject": self.about,
            "ce-time": self.time.isoformat(),
            "ce-dataschema": f"/schemas/{service}/{version}/{name}.json",
            "ce-tenant": self.tenant,
            "ce-correlationid": str(self.correlation),
            "content-type": "application/json",
        }
        if self.causation:
            headers["ce-causationid"] = str(self.causation)
        if self.traceparent:
            headers["traceparent"] = self.traceparent
        return headers

    @classmethod
    def read(cls, headers: Mapping[str, str]) -> Envelope:
        """Parses the envelope of a message. Raises KeyError or ValueError when a header is missing or broken."""
        causation = headers.get("ce-causationid")
        return cls(
            id=UUID(headers["ce-id"]),
            type=headers["ce-type"],
            source=headers["ce-source"],
            about=headers["ce-subject"],
            time=datetime.fromisoformat(headers["ce-time"]),
            tenant=headers["ce-tenant"],
            correlation=UUID(headers["ce-correlationid"]),
            causation=UUID(causation) if causation else None,
            traceparent=headers.get("traceparent", ""),
            sequence=int(headers.get("ce-sequence", "0")),
        )
