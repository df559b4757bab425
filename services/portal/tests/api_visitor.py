"""A program of somebody who is logged in, for stories over the API."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from pages_house import PASSWORD, House


def visitor(house: House) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=house.site), base_url="http://stafett.test/api/v1")


async def log_in(http: httpx.AsyncClient, user: str, password: str = PASSWORD) -> httpx.Response:
    answer = await http.post("/sessions", json={"email": user, "password": password})
    if answer.is_success:
        http.headers["authorization"] = f"Bearer {answer.json()['token']}"
    return answer


@asynccontextmanager
async def logged_in(house: House, email: str) -> AsyncIterator[httpx.AsyncClient]:
    async with visitor(house) as http:
        assert (await log_in(http, email)).is_success
        yield http


def code_in(house: House) -> str:
    """The code of the last mail."""
    found = re.search(r"\b\d{6}\b", house.mail.text())
    assert found is not None
    return found[0]


def token_in(house: House, path: str) -> str:
    """The token of the link in the last mail."""
    found = re.search(rf"http://stafett.test/{path}/(\S+)", house.mail.text())
    assert found is not None
    return found[1]
