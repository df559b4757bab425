"""Reads the answers of an SMP (OASIS SMP 1.0) and of the Peppol Directory, neither of which is trusted."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID
from lxml import etree
from pydantic import BaseModel, Field, ValidationError

from contracts.text import tidied, tidied_json
from directory.recipients.outside import Card
from directory.recipients.peppol.identifiers import DOCUMENT_SCHEME, PARTICIPANT_SCHEME

_SMP: Final = "http://busdox.org/serviceMetadata/publishing/1.0/"
_WSA: Final = "http://www.w3.org/2005/08/addressing"
AS4_PROFILE: Final = "peppol-transport-as4-v2_0"
REFERENCES_MAX: Final = 2_000


class Unreadable(Exception):
    """The answer does not follow the protocol."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where documents of a type are taken, and who operates it: the organisation in its certificate, else its host."""

    address: str
    operator: str
    seat: str
    """The certificate's common name, such as PSE000123: the Peppol seat of the access point."""


def document_types_in(service_group: bytes) -> frozenset[str]:
    """Which document types a participant is registered for: the last part of each reference's address, decoded."""
    root = _parsed(service_group, "ServiceGroup")
    found = root.findall(f".//{{{_SMP}}}ServiceMetadataReference")
    if len(found) > REFERENCES_MAX:
        raise Unreadable("too many references")
    ends = (unquote(str(item.get("href", ""))).partition("/services/")[2] for item in found)
    return frozenset(end for end in ends if end.startswith(f"{DOCUMENT_SCHEME}::"))


def endpoint_in(service_metadata: bytes, at: datetime) -> Endpoint | None:
    """The AS4 endpoint that is open at that time; None when the type is registered and cannot be sent to."""
    root = _parsed(service_metadata, "SignedServiceMetadata", "ServiceMetadata")
    for endpoint in root.iter(f"{{{_SMP}}}Endpoint"):
        address = (endpoint.findtext(f"{{{_WSA}}}EndpointReference/{{{_WSA}}}Address") or "").strip()
        if endpoint.get("transportProfile") == AS4_PROFILE and address and _open(endpoint, at):
            name, seat = _named(endpoint.findtext(f"{{{_SMP}}}Certificate") or "")
            return Endpoint(tidied(address), name or (urlsplit(address).hostname or address), seat)
    return None


def cards_in(found: bytes) -> list[Card]:
    """The matches of a search in the Peppol Directory."""
    try:
        matches = _Found.model_validate_json(tidied_json(found)).matches
    except ValidationError as error:
        raise Unreadable("not the directory's JSON") from error
    return [
        Card(match.participantID.value, entity.spoken_name, entity.countryCode)
        for match in matches
        if match.participantID.scheme == PARTICIPANT_SCHEME
        for entity in (match.entities[:1] or [_Entity()])
    ]


class _Id(BaseModel):
    scheme: str = ""
    value: str


class _Name(BaseModel):
    name: str = Field(max_length=500)


class _Entity(BaseModel):
    name: list[_Name] = []
    countryCode: str = ""

    @property
    def spoken_name(self) -> str:
        return " ".join(self.name[0].name.split())[:200] if self.name else ""


class _Match(BaseModel):
    participantID: _Id
    entities: list[_Entity] = []


class _Found(BaseModel):
    matches: list[_Match] = []


def _parsed(xml: bytes, *roots: str) -> etree._Element:
    """Parses XML. Raises Unreadable for entities, external files or a document type declaration."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("not XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("a document type is not allowed")
    if root.tag not in {f"{{{_SMP}}}{name}" for name in roots}:
        raise Unreadable("another document")
    return root


def _open(endpoint: etree._Element, at: datetime) -> bool:
    opens, closes = (endpoint.findtext(f"{{{_SMP}}}Service{word}Date") for word in ("Activation", "Expiration"))
    try:
        return (not opens or _time(opens, at) <= at) and (not closes or at < _time(closes, at))
    except ValueError as error:
        raise Unreadable("a date that is none") from error


def _time(written: str, like: datetime) -> datetime:
    found = datetime.fromisoformat(written.strip())
    return found if found.tzinfo else found.replace(tzinfo=like.tzinfo)


def _named(certificate: str) -> tuple[str, str]:
    """Reads the organisation and the common name from a certificate; both are empty if it cannot be read."""
    try:
        subject = x509.load_der_x509_certificate(base64.b64decode(certificate)).subject
    except (ValueError, binascii.Error):
        return "", ""
    organisation, seat = (
        subject.get_attributes_for_oid(oid) for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
    )
    return _first(organisation), _first(seat)


def _first(attributes: list[x509.NameAttribute[Any]]) -> str:
    return tidied(str(attributes[0].value)[:200]) if attributes else ""
