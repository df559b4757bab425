"""The simulated bank books payments and tells of them in files that add up, overlap and take back."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from lxml import etree

from simulators.bank.api import bank_app

IBAN = "SE4550000000058398257466"
OCR = "1234574"


@pytest.fixture
async def bank(client: Any, clock: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with client(bank_app(clock)) as http:
        yield http


async def pay(bank: httpx.AsyncClient, amount: str = "625.00", account: str = IBAN, **more: str) -> dict[str, Any]:
    asked = {"account": account, "amount": amount, "reference": OCR, "payer": "Spår & Växel AB"} | more
    answer = await bank.post("/payments", json=asked)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def values(content: bytes, name: str) -> list[str]:
    return [node.text or "" for node in etree.fromstring(content).iter(f"{{*}}{name}")]


async def test_a_statement_tells_payments_and_balances_that_agree(bank: httpx.AsyncClient) -> None:
    await pay(bank)
    await pay(bank, "100.00")
    content = (await bank.get(f"/accounts/{IBAN}/files/camt.053", params={"since": 2})).content
    assert values(content, "Ref") == [OCR] and values(content, "Nm") == ["Spår & Växel AB"]
    assert values(content, "Amt")[:2] == ["625.00", "725.00"], "opening and closing balance"


async def test_files_overlap_and_a_payment_keeps_the_banks_own_reference(bank: httpx.AsyncClient) -> None:
    for amount in ("1.00", "2.00", "3.00"):
        await pay(bank, amount)
    first = (await bank.get(f"/accounts/{IBAN}/files/camt.054", params={"until": 2})).content
    second = (await bank.get(f"/accounts/{IBAN}/files/camt.053", params={"since": 2})).content
    assert set(values(first, "AcctSvcrRef")) & set(values(second, "AcctSvcrRef")) == {"SIM000000002"}


async def test_a_bank_that_was_started_anew_numbers_on(client: Any, clock: Any) -> None:
    """Else what is paid today has the reference of what was paid last week, and counts as told already."""
    async with client(bank_app(clock, 17_644_320_000)) as again:
        paid = await pay(again, account="5050-1055")
        assert paid["serial"] == 17_644_320_001
        lines = (await again.get("/accounts/5050-1055/files/bgmax")).content.decode("iso-8859-1").split("\r\n")
        assert {len(line) for line in lines} == {80}
        await pay(again)
        content = (await again.get(f"/accounts/{IBAN}/files/camt.053")).content
        assert values(content, "AcctSvcrRef") == ["SIM17644320002"]


async def test_a_payment_is_taken_back_once(bank: httpx.AsyncClient) -> None:
    paid = await pay(bank)
    back = await bank.post(f"/payments/{paid['serial']}/reversal")
    assert back.json()["amount"] == "-625.00"
    assert (await bank.post(f"/payments/{paid['serial']}/reversal")).status_code == 404
    assert values((await bank.get(f"/accounts/{IBAN}/files/camt.053")).content, "RvslInd") == ["true"]


async def test_bgmax_has_records_of_80_characters_for_bankgiro_accounts(bank: httpx.AsyncClient) -> None:
    await pay(bank, account="5050-1055")
    lines = (await bank.get("/accounts/5050-1055/files/bgmax")).content.decode("iso-8859-1").split("\r\n")
    assert [line[:2] for line in lines] == ["01", "05", "20", "26", "15", "70"] and {len(line) for line in lines} == {
        80
    }
    assert (await bank.get(f"/accounts/{IBAN}/files/bgmax")).status_code == 422


@pytest.mark.parametrize("wrong", [{"amount": "0"}, {"amount": "-5"}, {"amount": "1.001"}, {"account": "kassan"}])
async def test_nonsense_is_not_booked(bank: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    asked = {"account": IBAN, "amount": "5.00", "reference": OCR} | wrong
    assert (await bank.post("/payments", json=asked)).status_code == 422
    assert values((await bank.get(f"/accounts/{IBAN}/files/camt.053")).content, "Ntry") == []
