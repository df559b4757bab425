"""Who may ask, and how often: OAuth2 client credentials, and 60 requests a minute for each client."""

import hmac
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

READ_SCOPE = "vardefulla-datamangder:read"
PING_SCOPE = "vardefulla-datamangder:ping"
WINDOW_S = 60.0


class OAuthError(Exception):
    """A token was refused. `error` is the code of RFC 6749 section 5.2, `status` the HTTP status."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error


@dataclass(frozen=True)
class Token:
    """An access token, good until `expires_at` (seconds on the simulator's clock)."""

    value: str
    scopes: frozenset[str]
    expires_at: float


@dataclass
class Gate:
    """Hands out tokens to one client, and counts its requests in a sliding minute.

    `clock` gives seconds, ever rising.
    """

    client_id: str
    client_secret: str
    clock: Callable[[], float]
    token_life_s: int = 3600
    tokens_max: int = 1000
    requests_per_minute: int = 60
    _tokens: dict[str, Token] = field(default_factory=dict)
    _asked_at: deque[float] = field(default_factory=deque)

    def grant(self, client_id: str, client_secret: str, scope: str) -> Token:
        """Return a fresh token. Raises OAuthError for a wrong client or an unknown scope."""
        right_id = hmac.compare_digest(client_id.encode(), self.client_id.encode())
        if not (hmac.compare_digest(client_secret.encode(), self.client_secret.encode()) and right_id):
            raise OAuthError(401, "invalid_client", "A valid OAuth client could not be found for the given client_id.")
        scopes = frozenset(scope.split())
        if not scopes <= {READ_SCOPE, PING_SCOPE}:
            raise OAuthError(400, "invalid_scope", "The scope is not one that this API has.")
        while len(self._tokens) >= self.tokens_max:
            del self._tokens[next(iter(self._tokens))]
        token = Token(secrets.token_urlsafe(24), scopes, self.clock() + self.token_life_s)
        self._tokens[token.value] = token
        return token

    def token(self, value: str) -> Token | None:
        """Return the living token with this value, if there is one."""
        token = self._tokens.get(value)
        return token if token is not None and token.expires_at > self.clock() else None

    def wait_s(self) -> float:
        """Count one request; return 0, or when it is one too many, the seconds until the next is allowed."""
        now = self.clock()
        while self._asked_at and self._asked_at[0] <= now - WINDOW_S:
            self._asked_at.popleft()
        if len(self._asked_at) >= self.requests_per_minute:
            return self._asked_at[0] + WINDOW_S - now
        self._asked_at.append(now)
        return 0.0
