"""OAuth 2.0 for systems: an access token for an API key, by client credentials (RFC 6749, section 4.4)."""

import base64
import binascii
import re
from typing import Annotated, Any, Final
from urllib.parse import unquote_plus
from uuid import UUID

from fastapi import Form, Request, Response
from fastapi.responses import JSONResponse

from chassis import Refused
from portal.edge.asking import Edge, TheEdge, client_of
from portal.edge.operations import Api, shown_once
from portal.edge.problems import Problem, answer, sentence
from portal.keys.shown import AccessToken, AuthorizationServer, TokenProblem
from portal.people.keys import SCOPES
from portal.people.limits import MINUTE_S, Rate, Share
from portal.people.people import System

router = Api(prefix="", tags=["keys"])

PREFIX: Final = "/api/v1/oauth"
GRANT: Final = "client_credentials"
METHODS: Final = ("client_secret_basic", "client_secret_post")
BASIC: Final = {"www-authenticate": 'Basic realm="stafett", charset="UTF-8"'}
NOT_STORED: Final = {"cache-control": "no-store", "pragma": "no-cache"}
ERRORS: Final = {
    "client.unknown": "invalid_client",
    "client.scope-missing": "invalid_scope",
    "client.grant-unknown": "unsupported_grant_type",
}
"""What RFC 6749 calls a refusal; any other is `invalid_request`."""
NOT_SAID: Final = r'[^\x20-\x7e]|["\\]'
"""Signs that RFC 6749 has in no description."""
REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": TokenProblem, "description": "The request is not as RFC 6749 says."},
    401: {"model": TokenProblem, "description": "The client is unknown, or its secret is wrong."},
}

Word = Annotated[str, Form(max_length=500)]


@router.post(f"{PREFIX}/token", response_model=AccessToken, responses=REFUSALS)
@shown_once
async def issue(
    request: Request,
    edge: TheEdge,
    grant_type: Word = "",
    scope: Word = "",
    client_id: Word = "",
    client_secret: Word = "",
) -> Response:
    """An access token of an hour for `grant_type=client_credentials`; `scope` may ask for less than the key has.

    The client is an API key: `client_id` is its id, `client_secret` the key, in the form or as HTTP Basic.
    """
    try:
        if grant_type != GRANT:
            raise Problem("client.grant-unknown")
        system = await _client(request, edge, client_id, client_secret)
        issued = await edge.tokens.issue(system, scope.split())
    except (Problem, Refused) as error:
        return _refused(error, request)
    told = AccessToken(access_token=issued.token, expires_in=issued.seconds, scope=" ".join(issued.scopes))
    return JSONResponse(told.model_dump(mode="json"), headers=NOT_STORED)


@router.post(f"{PREFIX}/revoke", response_model=dict[str, str], responses=REFUSALS)
async def revoke(
    request: Request, edge: TheEdge, token: Word = "", client_id: Word = "", client_secret: Word = ""
) -> Response:
    """Ends an access token at once (RFC 7009). For one that is unknown the answer is the same."""
    try:
        await edge.tokens.revoke(await _client(request, edge, client_id, client_secret), token)
    except (Problem, Refused) as error:
        return _refused(error, request)
    return JSONResponse({}, headers=NOT_STORED)


@router.get("/.well-known/oauth-authorization-server", response_model=AuthorizationServer)
async def about(edge: TheEdge) -> dict[str, Any]:
    """Where a program finds all this (RFC 8414)."""
    site = edge.settings.public_url
    return {
        "issuer": site,
        "token_endpoint": f"{site}{PREFIX}/token",
        "token_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint": f"{site}{PREFIX}/revoke",
        "revocation_endpoint_auth_methods_supported": METHODS,
        "grant_types_supported": [GRANT],
        "response_types_supported": [],
        "scopes_supported": SCOPES,
        "service_documentation": f"{site}/api/v1/openapi.json",
    }


async def _client(request: Request, edge: Edge, client: str, secret: str) -> System:
    """Raises Problem or Refused `client.*`, and `rate.limited` where wrong ones come often, or one client does."""
    names = [name for name, _ in (await request.form()).multi_items()]
    if len(names) > len(set(names)):
        raise Problem("client.asked-twice")
    if basic := request.headers.get("authorization", ""):
        if client or secret:
            raise Problem("client.asked-twice")
        client, secret = _basic(basic)
    tries = Share("oauth", client_of(request), Rate(edge.settings.client_tries_per_minute, MINUTE_S))
    if wait_s := await edge.limits.take(tries):
        raise Problem("rate.limited", wait_s=int(wait_s) + 1, limit=tries.rate.times, period_s=tries.rate.period_s)
    system = await edge.tokens.client(client, secret)
    await edge.limits.give_back([tries])
    await edge.limited("oauth-client", str(system.key), per_minute=edge.settings.access_tokens_per_minute)
    return system


def _basic(header: str) -> tuple[str, str]:
    """Id and secret, each form-encoded within HTTP Basic (RFC 6749, 2.3.1). Raises Refused `client.unknown`."""
    scheme, _, written = header.partition(" ")
    try:
        client, _, secret = base64.b64decode(written.strip(), validate=True).decode("ascii").partition(":")
        if scheme.lower() != "basic":
            raise ValueError(scheme)
        return str(UUID(unquote_plus(client))), unquote_plus(secret)
    except (binascii.Error, ValueError) as error:
        raise Refused("client.unknown") from error


def _refused(error: Problem | Refused, request: Request) -> Response:
    """The problem, with the names of RFC 6749 beside ours, as JSON: OAuth clients read no other type."""
    problem = error if isinstance(error, Problem) else Problem.of(error)
    if problem.code == "rate.limited":
        return answer(problem, request)
    said = re.sub(NOT_SAID, "", sentence(problem.code, "en", problem.details))
    more = {"error": ERRORS.get(problem.code, "invalid_request"), "error_description": said}
    told = answer(problem, request, **more)
    told.headers.update(NOT_STORED | {"content-type": "application/json"})
    if problem.code == "client.unknown":
        told.headers.update(BASIC)
    return told
