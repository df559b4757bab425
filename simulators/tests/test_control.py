"""Rules are laid down, used up and forgotten; bodies have a limit; a rule that makes no sense is refused."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from simulators.bankid.api import BODY_MAX_BYTES, bankid_app
from simulators.serving import NotInProductionError


@pytest.fixture
async def http(client: Any, clock: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with client(bankid_app(clock)) as http:
        yield http


async def _collect_status(http: httpx.AsyncClient) -> int:
    return (await http.post("/rp/v6.0/collect", json={"orderRef": "x"})).status_code


async def test_a_rule_holds_for_as_many_uses_as_it_says(http: httpx.AsyncClient) -> None:
    rule = {"operation": "collect", "effect": "fail", "times": 2, "status": 500}
    laid = (await http.post("/_control", json={"rules": [rule]})).json()
    assert laid["rules"][0]["left"] == 2
    assert [await _collect_status(http) for _ in range(3)] == [500, 500, 400]
    assert (await http.get("/_control")).json()["rules"] == []


async def test_a_rule_without_an_end_holds_until_it_is_forgotten(http: httpx.AsyncClient) -> None:
    rule = {"operation": "collect", "effect": "fail", "times": None, "status": 500}
    await http.post("/_control", json={"rules": [rule]})
    assert [await _collect_status(http) for _ in range(4)] == [500] * 4
    await http.delete("/_control")
    assert await _collect_status(http) == 400


@pytest.mark.parametrize(
    "rule",
    [
        {"operation": "dance", "effect": "fail"},
        {"operation": "collect", "effect": "repeat"},
        {"operation": "collect", "effect": "fail", "status": 200},
        {"operation": "collect", "effect": "delay", "seconds": 1e9},
        {"operation": "collect", "effect": "fail", "misspelt": 1},
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused(http: httpx.AsyncClient, rule: dict[str, Any]) -> None:
    assert (await http.post("/_control", json={"rules": [rule]})).status_code == 422


async def test_a_body_that_is_too_large_is_refused(http: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await http.post("/rp/v6.0/sign", content=b" " * (BODY_MAX_BYTES + 1), headers=headers)
    assert (answer.status_code, answer.json()["errorCode"]) == (413, "invalidParameters")


def test_no_simulator_is_even_built_in_production(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STAFETT_ENV", "Production")
    with pytest.raises(NotInProductionError):
        _build(clock)


def _build(clock: Any) -> FastAPI:
    return bankid_app(clock)
