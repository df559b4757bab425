"""A company's own program, with a key alone: the example of the guide, and a client that is made from OpenAPI."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from devstack.companies import Trade
from devstack.journey import Visitor, until
from devstack.network import Network

from .openapi_client import Client

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "erp.py"
GUIDE = EXAMPLE.parents[1] / "api.md"
RUN_TIMEOUT_S = 120
LINE = {"name": "Banmontör, dagtid", "quantity": "8", "unit": "HUR", "price": "645.00", "vat_rate": "25"}


async def a_key(person: Visitor, *scopes: str) -> str:
    made = await person.own("POST", "/keys", json={"name": "ERP", "scopes": scopes, "days": 30})
    return str(made["key"])


def run(network: Network, company: str, key: str, *program: str) -> list[str]:
    own = {"STAFETT_URL": network.portal_url, "STAFETT_COMPANY": company, "STAFETT_KEY": key, "PYTHONUTF8": "1"}
    done = subprocess.run(
        program or (sys.executable, str(EXAMPLE)),
        env={name: value for name, value in os.environ.items() if not name.startswith("STAFETT_")} | own,
        capture_output=True,
        text=True,
        timeout=RUN_TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


async def test_the_example_of_the_guide_sends_an_invoice_and_reads_an_inbox(network: Network, trade: Trade) -> None:
    """Run twice it writes one invoice: its calls carry an Idempotency-Key."""
    supplier, customer = await trade(credits=100)
    await customer.own("PUT", "/reception", json={"method": "inbox"})
    key = await a_key(supplier, "read", "invoices:write")
    drafted, sent, status = await asyncio.to_thread(run, network, supplier.company, key)
    assert drafted == "drafted 6450.00 SEK" and re.fullmatch(r"invoice_issued \S+00001", sent)
    assert re.fullmatch(r"status (handed-over|delivered) to Infrabana AB", status)
    again = await asyncio.to_thread(run, network, supplier.company, key)
    assert again[:2] == [drafted, sent]
    assert len(await supplier.own("GET", "/invoices")) == 1

    received = await customer.received(sent.split()[1])
    reader = await a_key(customer, "read")
    place = f"{network.portal_url}/api/v1/companies/{customer.company}/inbox/{received['id']}/ubl"
    async with httpx.AsyncClient(headers={"authorization": f"Bearer {reader}"}, timeout=30) as http:
        answer = await http.get(place)
    assert answer.status_code == 200 and b"<cbc:ID>" in answer.content
    assert (await customer.received(sent.split()[1]))["opened_at"] is None, "a system fetched it, and nobody opened it"


async def test_the_node_example_of_the_guide_sends_an_invoice(network: Network, trade: Trade, tmp_path: Path) -> None:
    """Taken from the guide as it stands there; run twice it sends one invoice."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("this machine has no node, which the example is for")
    supplier, _ = await trade(credits=100)
    key = await a_key(supplier, "read", "invoices:write")
    (written,) = re.findall(r"```js\n(.*?)```", GUIDE.read_text(), re.S)
    program = tmp_path / "erp.mjs"
    program.write_text(written)
    for _ in range(2):
        (sent,) = await asyncio.to_thread(run, network, supplier.company, key, node, str(program))
        assert re.fullmatch(r"invoice_issued \S+00001", sent)


async def test_a_client_made_from_the_document_sends_an_invoice(network: Network, trade: Trade) -> None:
    """Every call is checked on both sides against what the document says of it."""
    supplier, customer = await trade(credits=100)
    document = (await supplier.http.get("/api/v1/openapi.json")).json()
    erp = Client(document, network.portal_url, await a_key(supplier, "read", "invoices:write"))
    company = supplier.company
    listed = await erp.partners_customers(company=company, status="connected")
    (partner,) = listed["rows"]
    assert partner["id"] == customer.company
    due = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    body = {"receiver": partner["id"], "lines": [LINE], "due_date": due, "buyer_reference": "4711"}
    drafted = await erp.invoices_write(company=company, body=body, once="1")
    sent = await erp.invoices_send(company=company, invoice=drafted["invoice"], once="2")
    assert sent["answer"] == "invoice_issued"

    async def arrived() -> dict[str, Any] | None:
        page: dict[str, Any] = await erp.invoices_invoice_page(company=company, invoice=drafted["invoice"])
        return page if page["status"] in ("handed-over", "delivered") else None

    assert (await until(arrived, "the invoice"))["number"] == sent["number"]
    with pytest.raises(TypeError, match="statuss"):
        await erp.invoices_list_invoices(company=company, statuss="draft")


def test_the_guide_shows_what_the_example_holds() -> None:
    for file, block in re.findall(r"<!-- from (\S+) -->\n```python\n(.*?)```", GUIDE.read_text(), re.S):
        assert block in (GUIDE.parents[1] / file).read_text(), file
    lines = [line for line in EXAMPLE.read_text().splitlines() if line.strip()]
    assert len(lines) <= 45
