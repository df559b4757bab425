"""What stories about accounts share: the work of a sign-up, its fields, where somebody comes from, narrow limits."""

import base64
import json
from hashlib import sha256
from typing import Any

import httpx
from pages_house import PASSWORD, House

EMAIL = "anna@norrsken.example"
OTHER = "Skog-och-sjö-42"


async def solved(http: httpx.AsyncClient, door: str = "sign-up", **changed: Any) -> str:
    challenge = (await http.get("/accounts/captcha", params={"door": door})).json()
    number = 0
    while sha256(f"{challenge['salt']}{number}".encode()).hexdigest() != challenge["challenge"]:
        number += 1
    solution = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**solution, "number": number, **changed}).encode()).decode()


def new_person(captcha: str, **changed: Any) -> dict[str, Any]:
    usual = {"email": EMAIL, "password": PASSWORD, "repeated": PASSWORD, "given_name": "Anna", "family_name": "Berg"}
    return {**usual, "privacy_version": "2026-11", "captcha": captcha, **changed}


def register(**other: str) -> dict[str, str]:
    fields = {"email": "asa@norrsken.example", "given_name": "Åsa", "family_name": "Öst", "privacy": "2026-11"}
    return {**fields, "password": PASSWORD, "repeated": PASSWORD, **other}


def at(house: House, address: str) -> httpx.AsyncClient:
    """A program that comes from a network address."""
    transport = httpx.ASGITransport(app=house.site, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://stafett.test/api/v1")


def limited_to(house: House, **settings: Any) -> None:
    """Every part of the portal goes by other settings from now on."""
    changed = house.edge.settings.model_copy(update=settings)
    house.edge.settings = changed
    for part in (house.edge.log_ins, house.edge.post, house.edge.captcha, house.edge.codes, house.edge.colleagues):
        part._settings = changed
