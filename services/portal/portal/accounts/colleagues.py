"""The secrets of invitations to colleagues: who may join, onboarding decides; that it is they, the mail proves."""

import hmac
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import Db, Refused
from contracts.values import Language, Role
from portal.accounts.people import now
from portal.accounts.secrets_of_mails import MailedSecret, hash_of, new_secret
from portal.settings import PortalSettings


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as whoever follows its link may see it."""

    invitation: UUID
    company: UUID
    company_name: str
    email: str
    role: Role
    given_name: str
    family_name: str
    language: Language
    expires_at: datetime


class Colleagues:
    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings

    async def keep(self, invitation: Invitation) -> MailedSecret:
        """A new secret for an invitation; one that was mailed before opens nothing any more."""
        secret = new_secret()
        await self._db.execute(
            """INSERT INTO colleague_secrets
                 (invitation, company, company_name, email, role, given_name, family_name, language, expires_at,
                  email_folded, code_hash, link_hash)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
               ON CONFLICT (invitation) DO UPDATE SET code_hash = $11, link_hash = $12, tries = 0""",
            invitation.invitation,
            invitation.company,
            invitation.company_name,
            invitation.email,
            invitation.role,
            invitation.given_name,
            invitation.family_name,
            invitation.language,
            invitation.expires_at,
            invitation.email.casefold(),
            hash_of(f"{invitation.invitation}{secret.code}"),
            hash_of(secret.link_token),
        )
        return secret

    async def find(self, company: UUID, invitation: UUID) -> Invitation:
        """Raises Refused `colleague-invitation.unknown`."""
        row = await self._db.fetchrow(
            "SELECT * FROM colleague_secrets WHERE invitation = $1 AND company = $2", invitation, company
        )
        if row is None:
            raise Refused("colleague-invitation.unknown")
        return _invitation(row)

    async def by_link(self, link_token: str) -> Invitation:
        """Raises Refused `colleague-invitation.unknown`, also when a newer mail took its place."""
        row = await self._db.fetchrow("SELECT * FROM colleague_secrets WHERE link_hash = $1", hash_of(link_token))
        if row is None:
            raise Refused("colleague-invitation.unknown")
        return _invitation(row)

    async def by_code(self, email: str, code: str) -> Invitation:
        """Of those sent to this address. A wrong guess counts against them all: six digits are few.

        Raises Refused `colleague-invitation.unknown`.
        """
        rows = await self._db.fetch(
            "SELECT * FROM colleague_secrets WHERE email_folded = $1 AND expires_at > $2 AND tries < $3",
            email.casefold(),
            now(),
            self._settings.code_tries_max,
        )
        for row in rows:
            if hmac.compare_digest(hash_of(f"{row['invitation']}{code.strip()}"), row["code_hash"]):
                return _invitation(row)
        await self._db.execute(
            "UPDATE colleague_secrets SET tries = tries + 1 WHERE email_folded = $1", email.casefold()
        )
        raise Refused("colleague-invitation.unknown")


def _invitation(row: Any) -> Invitation:
    return Invitation(**{field.name: row[field.name] for field in fields(Invitation)})
