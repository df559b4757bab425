"""What the API shows of accounts: who one is, a session, what a log-in asks for."""

from uuid import UUID

from contracts.values import Language, PersonId, Role
from portal.edge.shown import Shown


class Challenge(Shown):
    """What a program has to solve (ALTCHA, SHA-256); the names are those of the protocol."""

    algorithm: str
    challenge: str
    maxnumber: int
    salt: str
    signature: str


class Session(Shown):
    """The token for `Authorization: Bearer`."""

    token: str


class Membership(Shown):
    """A company that a person may act for."""

    id: UUID
    name: str
    role: Role


class Me(Shown):
    id: PersonId
    email: str
    user_name: str | None
    given_name: str
    family_name: str
    language: Language
    phone: str
    companies: list[Membership]


class PasswordRules(Shown):
    length_min: int
    length_max: int
    rules: list[str]
