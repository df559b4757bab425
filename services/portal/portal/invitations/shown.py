"""What the API shows of invitations: to a stranger with the link, and to the company that received them."""

from datetime import date
from uuid import UUID

from contracts.values import Language
from portal.edge.shown import Shown


class Welcome(Shown):
    direction: str
    inviter_name: str
    invited_name: str
    number: str
    email: str
    given_name: str
    family_name: str
    language: Language | None
    status: str
    expires_on: date


class ContractShown(Shown):
    """The text that a customer accepts before it receives."""

    version: int
    text: str
    sha256: str


class ReceivedInvitation(Shown):
    """`to_do` is what stands between the company and Connect: `terms`, `contract`."""

    invitation: UUID
    direction: str
    inviter: UUID | None
    inviter_name: str
    number: str
    expires_on: date | None
    status: str
    contract_text: str | None
    contract_sha256: str | None
    to_do: list[str]
