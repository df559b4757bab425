"""What a completed order leaves as evidence: an XML signature over what was shown, and an OCSP response."""

import base64
import hashlib
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from simulators.bankid.orders import Order
from simulators.bankid.persons import Person

ISSUER_NAME = "SIMULERAD BankID CA"
CERTIFICATE_LIFE = timedelta(days=730)
OCSP_LIFE = timedelta(hours=1)
_COORDINATE_BYTES = 32
_XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_SIGNED_TYPES = "http://www.bankid.com/signature/v1.0.0/types"


class Notary:
    """A simulated issuer: gives each signer a certificate, signs with it, and vouches for it.

    The keys live as long as the process. The signature is a true XML signature (ECDSA P-256, SHA-256) and the OCSP
    response a true one, but the issuer is named SIMULERAD and chains to nothing.
    """

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    def evidence(self, order: Order, signer: Person, now: datetime) -> tuple[str, str]:
        """Return `signature` and `ocspResponse` of completionData, each base64."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate(signer, key, now)
        signature = _signature_xml(order, key, certificate).encode()
        response = self._ocsp(certificate, signature, now)
        return base64.b64encode(signature).decode(), base64.b64encode(response).decode()

    def _certificate(self, signer: Person, key: EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "SE"),
                x509.NameAttribute(NameOID.SERIAL_NUMBER, signer.personal_number),
                x509.NameAttribute(NameOID.COMMON_NAME, signer.name[:64]),
            ]
        )
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_issuer())
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + CERTIFICATE_LIFE)
            .sign(self._key, hashes.SHA256())
        )

    def _ocsp(self, certificate: x509.Certificate, signature: bytes, now: datetime) -> bytes:
        """Answer "good", with the hash of the signature as nonce, which ties the two together."""
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=hashlib.sha256(_issuer().public_bytes()).digest(),
            issuer_key_hash=hashlib.sha256(self._public_point()).digest(),
            serial_number=certificate.serial_number,
            algorithm=hashes.SHA256(),
            cert_status=ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + OCSP_LIFE,
            revocation_time=None,
            revocation_reason=None,
        )
        own = self._own_certificate(now)
        nonce = x509.OCSPNonce(hashlib.sha256(signature).digest())
        builder = builder.add_extension(nonce, critical=False).certificates([own])
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, own)
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _own_certificate(self, now: datetime) -> x509.Certificate:
        return (
            x509.CertificateBuilder()
            .subject_name(_issuer())
            .issuer_name(_issuer())
            .public_key(self._key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + CERTIFICATE_LIFE)
            .sign(self._key, hashes.SHA256())
        )

    def _public_point(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        return b"\x04" + numbers.x.to_bytes(_COORDINATE_BYTES) + numbers.y.to_bytes(_COORDINATE_BYTES)


def _issuer() -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ISSUER_NAME)])


def _signature_xml(order: Order, key: EllipticCurvePrivateKey, certificate: x509.Certificate) -> str:
    """Write the signature. Both signed parts are written in canonical form, so their bytes are what is hashed."""
    request = order.request
    data = (
        f'<bankIdSignedData xmlns="{_SIGNED_TYPES}" Id="bidSignedData">'
        f'<usrVisibleData charset="UTF-8" visible="wysiwys">{request.visible_data}</usrVisibleData>'
        f"<usrNonVisibleData>{request.non_visible_data}</usrNonVisibleData>"
        f"<srvInfo><nonce>{base64.b64encode(order.order_ref.encode()).decode()}</nonce></srvInfo>"
        f"<clientInfo><funcId>{'Signing' if request.kind == 'sign' else 'Identification'}</funcId>"
        "<version>SIMULERAD provider=sim</version></clientInfo></bankIdSignedData>"
    )
    digest = base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()
    signed_info = (
        f'<SignedInfo xmlns="{_XMLDSIG}"><CanonicalizationMethod Algorithm="{_C14N}"></CanonicalizationMethod>'
        '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></SignatureMethod>'
        f'<Reference URI="#bidSignedData"><Transforms><Transform Algorithm="{_C14N}"></Transform></Transforms>'
        '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod>'
        f"<DigestValue>{digest}</DigestValue></Reference></SignedInfo>"
    )
    r, s = decode_dss_signature(key.sign(signed_info.encode(), ec.ECDSA(hashes.SHA256())))
    value = base64.b64encode(r.to_bytes(_COORDINATE_BYTES) + s.to_bytes(_COORDINATE_BYTES)).decode()
    der = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?><Signature xmlns="{_XMLDSIG}">{signed_info}'
        f"<SignatureValue>{value}</SignatureValue><KeyInfo><X509Data><X509Certificate>{der}</X509Certificate>"
        f"</X509Data></KeyInfo><Object>{data}</Object></Signature>"
    )
