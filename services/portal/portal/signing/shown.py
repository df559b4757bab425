"""What the API shows of a signing."""

from datetime import datetime
from uuid import UUID

from portal.edge.shown import Shown


class SigningPage(Shown):
    """`says` is a sentence in the reader's language; `authority` is `verified` when the register says so."""

    id: UUID
    status: str
    provider: str | None
    hint: str | None
    reason: str | None
    start_token: str | None
    page: str | None
    started_at: datetime | None
    expires_at: datetime | None
    authority: str
    register_says: str | None
    register_name: str | None
    register_role: str | None
    says: str
