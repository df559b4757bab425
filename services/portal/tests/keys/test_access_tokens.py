"""Access tokens by client credentials (RFC 6749, 4.4): with a client that others wrote, and with wrong requests.

Siblings looked for: both ways to say the secret, and both at once; fields that come twice; another's key under one's
own id; scopes that the key has not; a key that is revoked, ends early, or whose maker leaves; what must not be stored.
"""

import base64
import warnings
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx
import pytest
from account_stories import limited_to
from api_visitor import logged_in, visitor
from authlib.integrations.base_client import OAuthError
from pages_house import House

from portal.people.access_tokens import TOKEN_PREFIX
from portal.people.keys import new_key

with warnings.catch_warnings(record=True):  # authlib would rather have httpx2, which nothing here uses
    from authlib.integrations.httpx_client import AsyncOAuth2Client

ANNA = "anna@norrsken.example"
TOKEN = "/oauth/token"
GRANT = {"grant_type": "client_credentials"}


async def a_key(house: House, company: UUID, *scopes: str) -> dict[str, Any]:
    async with logged_in(house, ANNA) as anna:
        made = await anna.post(f"/companies/{company}/keys", json={"name": "ERP", "scopes": scopes or ("read",)})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def client(house: House, key: Mapping[str, Any], way: str = "client_secret_basic") -> AsyncOAuth2Client:
    return AsyncOAuth2Client(
        client_id=key["id"],
        client_secret=key["key"],
        token_endpoint_auth_method=way,
        token_endpoint="http://stafett.test/api/v1/oauth/token",
        revocation_endpoint="http://stafett.test/api/v1/oauth/revoke",
        transport=httpx.ASGITransport(app=house.site),
        base_url="http://stafett.test/api/v1",
    )


def credentials(key: Mapping[str, Any]) -> dict[str, str]:
    return {"client_id": key["id"], "client_secret": key["key"]}


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post"])
async def test_a_client_of_the_trade_gets_a_token_acts_with_it_and_gives_it_back(house: House, way: str) -> None:
    company = await house.company(await house.person(ANNA))
    key = await a_key(house, company, "read", "invoices:write")
    async with client(house, key, way) as erp:
        token = await erp.fetch_token(scope="read")
        assert (token["token_type"], token["expires_in"], token["scope"]) == ("Bearer", 3600, "read")
        assert (await erp.get(f"/companies/{company}/invoices")).status_code == 200
        refused = await erp.post(f"/companies/{company}/invoices", json={"receiver": str(company)})
        assert code_of(refused) == (403, "key.scope-missing"), "the token has less than its key"
        revoked = await erp.revoke_token(erp.metadata["revocation_endpoint"], token["access_token"])
        assert (revoked.status_code, revoked.json()) == (200, {})
        ended = await erp.get(f"/companies/{company}/invoices")
        assert code_of(ended) == (401, "token.ended")
        assert ended.headers["www-authenticate"] == 'Bearer realm="stafett", error="invalid_token"'


async def test_a_token_is_shown_once_kept_as_a_hash_and_stored_by_nobody_on_the_way(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    key = await a_key(house, company, "read", "credits:write")
    async with visitor(house) as http:
        answer = await http.post(TOKEN, data=GRANT | credentials(key))
        assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")
        token = answer.json()["access_token"]
        assert token.startswith(TOKEN_PREFIX) and answer.json()["scope"] == "credits:write read"
        about = (await http.get("http://stafett.test/.well-known/oauth-authorization-server")).json()
    assert about["token_endpoint"] == "http://stafett.test/api/v1/oauth/token"
    assert about["grant_types_supported"] == ["client_credentials"]
    rows = await house.running.db.fetch("SELECT * FROM access_tokens")
    assert len(rows) == 1 and token not in str([dict(row) for row in rows])


async def test_a_token_ends_with_its_key_and_is_never_good_for_longer(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    key, other = await a_key(house, company), await a_key(house, company)
    soon = "UPDATE api_keys SET expires_at = now() + interval '60 seconds' WHERE id = $1"
    await house.running.db.execute(soon, UUID(other["id"]))
    place = f"/companies/{company}/invoices"
    async with logged_in(house, ANNA) as anna, client(house, key) as erp, client(house, other) as short:
        await erp.fetch_token()
        token = await short.fetch_token()
        assert 0 < token["expires_in"] <= 60
        assert (await erp.get(place)).status_code == 200
        await anna.delete(f"/companies/{company}/keys/{key['id']}")
        assert code_of(await erp.get(place)) == (401, "token.ended")
        with pytest.raises(OAuthError, match="invalid_client"):
            await erp.fetch_token()
        await house.running.db.execute("UPDATE access_tokens SET expires_at = now()")
        over = await anna.get(place, headers={"authorization": f"Bearer {token['access_token']}"})
        assert code_of(over) == (401, "token.ended")


async def test_wrong_requests_are_refused_as_the_standard_names_them(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    key, other = await a_key(house, company), await a_key(house, company)
    mine = credentials(key)
    basic = {"authorization": "Basic " + base64.b64encode(f"{key['id']}:{key['key']}".encode()).decode()}
    wrong: list[tuple[dict[str, Any], dict[str, str], int, str]] = [
        ({}, {}, 400, "unsupported_grant_type"),
        (mine | {"grant_type": "password"}, {}, 400, "unsupported_grant_type"),
        (GRANT, {}, 401, "invalid_client"),
        (GRANT | mine | {"client_secret": new_key()}, {}, 401, "invalid_client"),
        (GRANT | mine | {"client_secret": other["key"]}, {}, 401, "invalid_client"),
        (GRANT | mine | {"client_id": "x" * 40}, {}, 401, "invalid_client"),
        (GRANT, {"authorization": "Basic !!"}, 401, "invalid_client"),
        (GRANT, {"authorization": f"Bearer {key['key']}"}, 401, "invalid_client"),
        (GRANT | mine, basic, 400, "invalid_request"),
        (GRANT | mine | {"scope": ["read", "read"]}, {}, 400, "invalid_request"),
        (GRANT | mine | {"scope": "read invoices:write"}, {}, 400, "invalid_scope"),
        (GRANT | mine | {"scope": 'admin "å'}, {}, 400, "invalid_scope"),
    ]
    async with visitor(house) as http:
        for form, headers, status, error in wrong:
            answer = await http.post(TOKEN, data=form, headers=headers)
            told = answer.json()
            assert (answer.status_code, told["error"]) == (status, error), (form, told)
            assert answer.headers["content-type"] == "application/json" and told["title"]
            assert told["error_description"].isascii() and '"' not in told["error_description"]
            assert ("www-authenticate" in answer.headers) == (status == 401)
        assert (await http.post(TOKEN, data=GRANT, headers=basic)).status_code == 200
        assert (await http.post(TOKEN, json=GRANT | mine)).status_code == 400


async def test_guessing_is_slow_and_one_client_gets_so_many(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    key = await a_key(house, company)
    limited_to(house, client_tries_per_minute=2, access_tokens_per_minute=3)
    async with visitor(house) as http:
        for _ in range(3):
            assert (await http.post(TOKEN, data=GRANT | credentials(key))).status_code == 200
        often = await http.post(TOKEN, data=GRANT | credentials(key))
        assert code_of(often) == (429, "rate.limited") and int(often.headers["retry-after"]) > 0
        guesses = [await http.post(TOKEN, data=GRANT | credentials(key | {"key": new_key()})) for _ in range(3)]
        assert [answer.status_code for answer in guesses] == [401, 401, 429]
