"""What the API shows of keys: never the key itself, but once to whoever makes it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from contracts.values import PersonId
from portal.edge.shown import Shown
from portal.people.keys import Scope


class KeyShown(Shown):
    """`hint` is how the key begins. `last_used_on` is a day: a key of which nobody knows any use can be revoked."""

    id: UUID
    name: str
    hint: str
    scopes: list[Scope]
    made_by: PersonId
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None


class KeyMade(KeyShown):
    """`key` is shown this once."""

    key: str


class AccessToken(Shown):
    """`access_token` is shown this once, and is good for `expires_in` seconds, for the scopes of `scope`."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a kind of token, no secret
    expires_in: int
    scope: str


class TokenProblem(Shown):
    """A refusal as OAuth clients read it (`error`), and as everywhere else here (`code`, `title`, `type`)."""

    error: Literal["invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"]
    error_description: str
    type: str
    title: str
    status: int
    code: str
    details: dict[str, str]
    instance: str


class AuthorizationServer(Shown):
    """Metadata by RFC 8414."""

    issuer: str
    token_endpoint: str
    token_endpoint_auth_methods_supported: list[str]
    revocation_endpoint: str
    revocation_endpoint_auth_methods_supported: list[str]
    grant_types_supported: list[str]
    response_types_supported: list[str]
    scopes_supported: list[Scope]
    service_documentation: str
