"""The secrets of invitations to colleagues: who may join, onboarding decides; that it is they, the mail proves."""

import hmac
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import Db, Refused
from contracts.values import CompanyId, Language, Role
from portal.people.people import now
from portal.people.secrets_of_mails import MailedSecret, hash_of, new_secret
from portal.settings import PortalSettings


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as whoever follows its link may see it."""

    invitation: UUID
    company: CompanyId
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

    async def keep(self, invitation: Invitation) -> None:
        """Keeps what an invitation says, for its mail and for whoever follows the link; kept again, it is as it was."""
        await self._db.execute(
            """INSERT INTO colleague_secrets
                 (invitation, company, company_name, email, role, given_name, family_name, language, expires_at,
                  email_folded, code_hash, link_hash)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (invitation) DO NOTHING""",
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
            *self._hashes(invitation.invitation, new_secret()),
        )

    async def renew(self, invitation: UUID) -> tuple[Invitation, MailedSecret] | None:
        """An invitation with a new secret; one that was mailed before opens nothing any more. None when it is gone."""
        secret = new_secret()
        row = await self._db.fetchrow(
            """UPDATE colleague_secrets SET code_hash = $2, link_hash = $3, tries = 0 WHERE invitation = $1
               RETURNING *""",
            invitation,
            *self._hashes(invitation, secret),
        )
        return (_invitation(row), secret) if row else None

    async def find(self, company: CompanyId, invitation: UUID) -> Invitation:
        """Raises Refused `colleague-invitation.unknown`."""
        row = await self._db.fetchrow(
            "SELECT * FROM colleague_secrets WHERE invitation = $1 AND company = $2", invitation, company
        )
        if row is None:
            raise Refused("colleague-invitation.unknown")
        return _invitation(row)

    @staticmethod
    def _hashes(invitation: UUID, secret: MailedSecret) -> tuple[str, str]:
        return hash_of(f"{invitation}{secret.code}"), hash_of(secret.link_token)

    async def by_link(self, link_token: str) -> Invitation:
        """Raises Refused `colleague-invitation.unknown`, also when a newer mail took its place."""
        row = await self._db.fetchrow("SELECT * FROM colleague_secrets WHERE link_hash = $1", hash_of(link_token))
        if row is None:
            raise Refused("colleague-invitation.unknown")
        return _invitation(row)

    async def by_code(self, email: str, code: str) -> Invitation:
        """Of those sent to this address. A try counts against them all before anything is compared: six digits are few.

        Raises Refused `colleague-invitation.unknown`.
        """
        rows = await self._db.fetch(
            """UPDATE colleague_secrets SET tries = tries + 1
               WHERE email_folded = $1 AND expires_at > $2 AND tries < $3 RETURNING *""",
            email.casefold(),
            now(),
            self._settings.code_tries_max,
        )
        for row in rows:
            if hmac.compare_digest(hash_of(f"{row['invitation']}{code.strip()}"), row["code_hash"]):
                await self._db.execute(
                    "UPDATE colleague_secrets SET tries = greatest(0, tries - 1) WHERE email_folded = $1",
                    email.casefold(),
                )
                return _invitation(row)
        raise Refused("colleague-invitation.unknown")


def _invitation(row: Any) -> Invitation:
    return Invitation(**{field.name: row[field.name] for field in fields(Invitation)})
