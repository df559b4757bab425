"""What the API shows to somebody of their own log-ins and second factor."""

from datetime import datetime
from uuid import UUID

from portal.edge.shown import Shown


class OwnSession(Shown):
    """Where one is logged in: `program` is the browser and its system; empty for a program of one's own."""

    id: UUID
    program: str
    began_at: datetime
    last_used_at: datetime
    expires_at: datetime
    is_this: bool


class OwnPasskey(Shown):
    """`name` is the one that its owner gave it."""

    id: UUID
    name: str
    made_at: datetime
    last_used_at: datetime | None


class SecondFactor(Shown):
    is_on: bool
    recovery_codes_left: int


class SecondFactorBegun(Shown):
    """For the app: the secret in base32, and the whole as an address that a QR code may hold."""

    secret: str
    address: str


class RecoveryCodes(Shown):
    """They are shown this once; each logs in once."""

    recovery_codes: list[str]
