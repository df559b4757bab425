"""The invented participants: taken from the invented registers, behind two operators that are neither us nor real."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from simulators.bolagsverket.named import A_BUYER, A_SUPPLIER
from simulators.bolagsverket.register import Register
from simulators.brreg.register import norwegian_companies

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1"
_RESPONSE = "urn:fdc:peppol.eu:poacc:trns:invoice_response:3::2.1"
INVOICE = f"{_UBL}:Invoice-2::Invoice##{_BILLING}"
CREDIT_NOTE = f"{_UBL}:CreditNote-2::CreditNote##{_BILLING}"
INVOICE_RESPONSE = f"{_UBL}:ApplicationResponse-2::ApplicationResponse##{_RESPONSE}"
BILLING = (INVOICE, CREDIT_NOTE)


@dataclass(frozen=True)
class Operator:
    """Who receives for a participant: its name, its Peppol seat, and the host of its access point."""

    name: str
    seat: str
    host: str


NORDPOST = Operator("Nordpost Meddelande AB", "PSE900001", "ap.nordpost.example")
FJORD = Operator("Fjord Formidling AS", "PNO900002", "as4.fjord.example")


@dataclass(frozen=True)
class Participant:
    """One participant. Publishing a business card is voluntary, so `has_card` may be false."""

    value: str
    name: str
    country: str
    operator: Operator
    document_types: tuple[str, ...] = BILLING
    has_card: bool = True
    opens_at: datetime | None = None


NOT_YET_OPEN = Participant(
    "0088:7350000000009", "Framtidens Handel AB", "SE", NORDPOST, opens_at=datetime(2099, 1, 1, tzinfo=UTC)
)


def participants() -> dict[str, Participant]:
    """All of them by their id. Every fifth takes responses alone, every seventh has no card, some are not here."""
    return {participant.value: participant for participant in _all()}


def _all() -> Iterator[Participant]:
    yield Participant(f"0007:{A_BUYER.identity}", A_BUYER.name, "SE", NORDPOST)
    yield NOT_YET_OPEN
    legal = [c for c in Register().companies if not c.is_person and c not in (A_BUYER, A_SUPPLIER)]
    for place, company in enumerate(legal):
        if place % 3 != 2:
            yield _participant(place, f"0007:{company.identity}", company.name, "SE", NORDPOST)
    for place, unit in enumerate(norwegian_companies().companies):
        if place % 2:
            yield _participant(place, f"0192:{unit.number}", unit.name, "NO", FJORD)


def _participant(place: int, value: str, name: str, country: str, operator: Operator) -> Participant:
    types = (INVOICE_RESPONSE,) if place % 5 == 4 else BILLING
    return Participant(value, name, country, operator, types, has_card=place % 7 != 6)


@cache
def certificate_of(operator: Operator) -> str:
    """The operator's certificate as an SMP gives it: DER in base64. Made anew in each run, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    attributes = {
        NameOID.COMMON_NAME: operator.seat,
        NameOID.ORGANIZATION_NAME: operator.name,
        NameOID.ORGANIZATIONAL_UNIT_NAME: "PEPPOL SIMULATED AP",
        NameOID.COUNTRY_NAME: operator.seat[1:3],
    }
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes.items()])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=730))
        .sign(key, hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()
