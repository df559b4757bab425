"""A device with passkeys, as the stories need it: it makes them, and answers for them, as a browser hands that on."""

import base64
import json
import os
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, KEY_INSIDE = 0x01, 0x04, 0x40


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def content(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


class Device:
    """One passkey; `origin` is the page that asks, `verified` whether it has seen the finger."""

    def __init__(self, origin: str = "http://stafett.test", *, verified: bool = True) -> None:
        self.origin = origin
        self.verified = verified
        self.count = 0
        self.id = os.urandom(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.user = b""

    def makes(self, asked: str) -> str:
        """What the browser sends after `navigator.credentials.create`."""
        options = json.loads(asked)
        self.user = content(options["user"]["id"])
        point = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
        inside = bytes(16) + len(self.id).to_bytes(2) + self.id + public
        said = self._said(options["rp"]["id"], KEY_INSIDE) + inside
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": said})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(clientDataJSON=text(client), attestationObject=text(attested))

    def answers(self, asked: str, **changed: str) -> str:
        """What it sends after `navigator.credentials.get`."""
        options = json.loads(asked)
        said = self._said(options["rpId"])
        client = self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(said + sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {
            "clientDataJSON": text(client),
            "authenticatorData": text(said),
            "signature": text(signature),
            "userHandle": text(self.user),
        }
        return self._answer(**{**parts, **changed})

    def _said(self, host: str, flags: int = 0) -> bytes:
        self.count += 1
        flags |= PRESENT | (VERIFIED if self.verified else 0)
        return sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: Any) -> str:
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response})
