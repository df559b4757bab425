"""Passkeys (WebAuthn): a key that lies in somebody's phone, computer or security key, and logs in without a password.

The device asks for a finger, a face or a PIN each time, so a passkey is two factors by itself. Here lies its public key
alone. A challenge is made of nothing that is kept: it carries its time and a MAC, and is written down when it was used.
"""

import hmac
import json
import secrets
import struct
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from chassis import Db, Refused
from contracts.values import PersonId
from portal.people.people import Person, now
from portal.people.secrets_of_mails import hash_of, key_for
from portal.settings import PortalSettings

NAME: Final = "Stafett"
NONCE_BYTES: Final = 16
ENDS: Final = struct.Struct(">Q")
"""When a challenge ends, in seconds since 1970."""
MADE_WRONG = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, struct.error)
"""What reading an answer raises that no browser sends."""


class Passkeys:
    """`site` is where people reach the portal; a passkey belongs to its host name, and is worth nothing elsewhere."""

    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings
        self._key = key_for(settings, "passkey-challenges")

    @property
    def _site(self) -> str:
        return (self._settings.passkey_site or self._settings.public_url).rstrip("/")

    @property
    def _host(self) -> str:
        return urlsplit(self._site).hostname or ""

    @property
    def are_offered(self) -> bool:
        """Not where the portal has an address of numbers: browsers make passkeys for names alone."""
        try:
            ip_address(self._host)
        except ValueError:
            return bool(self._host)
        return False

    async def to_make(self, person: Person) -> str:
        """What the browser is asked, as JSON; a device that has one already says so. Raises Refused."""
        if not self.are_offered:
            raise Refused("passkey.not-here")
        known = await self._db.fetch("SELECT credential FROM passkeys WHERE person = $1", person.id)
        if len(known) >= self._settings.passkeys_per_person_max:
            raise Refused("passkey.too-many", passkeys_max=self._settings.passkeys_per_person_max)
        options = webauthn.generate_registration_options(
            rp_id=self._host,
            rp_name=NAME,
            user_id=person.id.bytes,
            user_name=person.email,
            user_display_name=f"{person.given_name} {person.family_name}",
            challenge=self._challenge(str(person.id)),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=row["credential"]) for row in known],
        )
        return webauthn.options_to_json(options)

    async def make(self, id_: UUID, person: PersonId, name: str, answer: str) -> bool:
        """Keeps the key that a device has made; False when it was kept under this id already.

        Raises Refused `passkey.wrong`, `passkey.too-late` or `passkey.known`.
        """
        if await self._db.fetchval("SELECT true FROM passkeys WHERE id = $1 AND person = $2", id_, person):
            return False
        try:
            challenge = await self._answered(answer, str(person))
            verified = webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._site,
                require_user_verification=True,
            )
        except MADE_WRONG as error:
            raise Refused("passkey.wrong") from error
        made = await self._db.fetchval(
            """INSERT INTO passkeys (id, person, name, credential, public_key, sign_count)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING true""",
            id_,
            person,
            name,
            verified.credential_id,
            verified.credential_public_key,
            verified.sign_count,
        )
        if not made:
            raise Refused("passkey.known")
        return True

    def to_log_in(self) -> str:
        """What the browser is asked, as JSON; a device knows its own. Empty where they are not offered."""
        if not self.are_offered:
            return ""
        return webauthn.options_to_json(
            webauthn.generate_authentication_options(
                rp_id=self._host, challenge=self._challenge(""), user_verification=UserVerificationRequirement.REQUIRED
            )
        )

    async def who(self, answer: str) -> PersonId:
        """Whose passkey answered. Raises Refused `passkey.unknown`, or `passkey.wrong` for anything else."""
        try:
            challenge = await self._answered(answer, "")
            credential = base64url_to_bytes(json.loads(answer)["id"])
        except MADE_WRONG as error:
            raise Refused("passkey.wrong") from error
        row = await self._db.fetchrow(
            "SELECT id, person, public_key, sign_count FROM passkeys WHERE credential = $1", credential
        )
        if row is None:
            raise Refused("passkey.unknown")
        try:
            verified = webauthn.verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._site,
                credential_public_key=row["public_key"],
                credential_current_sign_count=row["sign_count"],
                require_user_verification=True,
            )
        except MADE_WRONG as error:
            raise Refused("passkey.wrong") from error
        await self._db.execute(
            "UPDATE passkeys SET sign_count = greatest(sign_count, $2), last_used_at = now() WHERE id = $1",
            row["id"],
            verified.new_sign_count,
        )
        person: PersonId = row["person"]
        return person

    async def of(self, person: PersonId) -> list[dict[str, Any]]:
        """Somebody's own, the newest first."""
        rows = await self._db.fetch(
            "SELECT id, name, made_at, last_used_at FROM passkeys WHERE person = $1 ORDER BY made_at DESC, id", person
        )
        return [dict(row) for row in rows]

    async def remove(self, person: PersonId, id_: UUID) -> bool:
        """False when this person has no such passkey."""
        return bool(
            await self._db.fetchval("DELETE FROM passkeys WHERE id = $1 AND person = $2 RETURNING true", id_, person)
        )

    def _challenge(self, whose: str) -> bytes:
        """For one person to make a passkey, or for anybody to log in with one."""
        ends = int(now().timestamp()) + 60 * self._settings.passkey_minutes
        said = secrets.token_bytes(NONCE_BYTES) + ENDS.pack(ends)
        return said + self._mac(said, whose)

    async def _answered(self, answer: str, whose: str) -> bytes:
        """The challenge that is answered, which is spent by that.

        Raises Refused `passkey.wrong` or `passkey.too-late`, or one of MADE_WRONG.
        """
        written = base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"])
        challenge = base64url_to_bytes(json.loads(written)["challenge"])
        said, mac = challenge[: NONCE_BYTES + ENDS.size], challenge[NONCE_BYTES + ENDS.size :]
        if not hmac.compare_digest(mac, self._mac(said, whose)):
            raise Refused("passkey.wrong")
        ends = datetime.fromtimestamp(ENDS.unpack(said[NONCE_BYTES:])[0], UTC)
        if ends < now():
            raise Refused("passkey.too-late")
        await self._db.execute("DELETE FROM spent_challenges WHERE expires_at < now()")
        spent = await self._db.fetchval(
            "INSERT INTO spent_challenges VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true",
            hash_of(challenge.hex()),
            ends,
        )
        if not spent:
            raise Refused("passkey.wrong")
        return challenge

    def _mac(self, said: bytes, whose: str) -> bytes:
        return hmac.digest(self._key, said + whose.encode(), sha256)
