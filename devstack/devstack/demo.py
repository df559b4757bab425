"""`make demo`: an invoice from sign-up to receipt, partners abroad, credits; `--check` proves every figure."""

import argparse
import asyncio
import io
import json
import sys
import time
from contextlib import AsyncExitStack
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import nats
import pypdf
from lxml import etree
from rich.console import Console

from devstack.compare import compare
from devstack.demo_credits import credits_by_transfer
from devstack.demo_trade import trade
from devstack.errands import at_the_desk
from devstack.journey import Addresses, Problem, Visitor
from devstack.network import SERVICES, Network
from einvoice.rules.validation import validate

OUT = Path("demo/out")
SUPPLIER = ("5566778899", "SE556677889901", "198803200016", "Anna Norr")
CUSTOMER = ("5561234567", "SE556123456701", "198112289874", "Karin Öhman")
LINES = (
    ("SP-1042", "Rälsbefästning Pandrol e-Clip", "48", "H87", "186.50", "25"),
    ("AR-200", "Banmontör, dagtid", "36", "HUR", "645.00", "25"),
    ("PR-3", "Skyddshandskar kat. II", "24", "PR", "39.90", "12"),
)
FREIGHT = "1450.00"
NET = Decimal("34579.60")
VAT = Decimal("8520.41")
PAYABLE = Decimal("43100.01")

OTHERS = (
    ("mette", "fjordbyg.example", "Mette", "Holm", "da"),
    ("kari", "fjellbane.example", "Kari", "Berg", "nb"),
)
COMPARE_WAIT_S = 30

console = Console(highlight=False, soft_wrap=True)


class Told:
    """Listens to the bus as an outside subscriber would, and lists the facts that each step has told."""

    def __init__(self) -> None:
        self._facts: list[str] = []

    async def listen(self, nats_url: str) -> Any:
        client = await nats.connect(nats_url)
        for service in SERVICES:
            await client.subscribe(f"{service}.>", cb=self._heard)
        return client

    async def _heard(self, message: Any) -> None:
        service, _, fact, _ = message.subject.split(".", 3)
        self._facts.append(f"{service}.{fact}")

    def since(self) -> str:
        facts, self._facts = self._facts, []
        return " ".join(dict.fromkeys(facts))


class Demo:
    """The story, step by step; what it saw is kept for the check."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.told = Told()
        self.seen: dict[str, Any] = {}
        self.chapters: dict[str, bool] = {}
        self._step = 0
        self._began = time.monotonic()

    def say(self, text: str) -> None:
        """Prints one line for each step, with the facts that it told."""
        self._step += 1
        facts = self.told.since()
        console.print(f"[bold]{self._step:2}[/] {text}  [dim]{facts}[/]")

    async def whole(self) -> tuple[Visitor, Visitor]:
        """Plays every chapter, from the first sign-up on; returns the supplier and the customer of the story."""
        network, stamp = self.network, f"{int(time.time()):x}"
        addresses = Addresses(network.portal_url, network.mail_url, network.bankid_url)
        async with AsyncExitStack() as stack:
            supplier = await stack.enter_async_context(
                Visitor(addresses, f"anna.{stamp}@norrsken.example", "Anna", "Norr")
            )
            customer = await stack.enter_async_context(
                Visitor(addresses, f"karin.{stamp}@infrabana.example", "Karin", "Öhman")
            )
            others = [
                await stack.enter_async_context(Visitor(addresses, f"{name}.{stamp}@{site}", given, family, language))
                for name, site, given, family, language in OTHERS
            ]
            desk = await at_the_desk(
                await stack.enter_async_context(Visitor(addresses, "desk@stafett.example", "Dag", "Ek")), network.folder
            )
            await self.play(supplier, customer)
            await self.play_on(supplier, others, desk)
        return supplier, customer

    async def play(self, supplier: Visitor, customer: Visitor) -> None:
        listener = await self.told.listen(self.network.nats_url)
        try:
            await self.come_aboard(supplier, SUPPLIER)
            await self.come_aboard(customer, CUSTOMER)
            await self.connect(supplier, customer)
            await self.make_ready(supplier)
            await self.send(supplier, customer)
            await self.receive(supplier, customer)
        finally:
            await listener.close()

    async def play_on(self, supplier: Visitor, others: list[Visitor], desk: Visitor) -> None:
        """Trading partners across borders, then credits by transfer."""
        listener = await self.told.listen(self.network.nats_url)
        try:
            mette, kari = others
            self.chapters |= await trade(supplier, mette, kari, desk, self.say)
            bank_url = self.network.url("bank")
            self.chapters |= await credits_by_transfer(supplier, desk, bank_url, self.say)
        finally:
            await listener.close()

    async def come_aboard(self, visitor: Visitor, who: tuple[str, str, str, str]) -> None:
        number, vat_number, personal_number, name = who
        await visitor.sign_up()
        self.say(f"{name} signs up with {visitor.email} and confirms by the code in the mail")
        hit = await self.registered(visitor, number, vat_number)
        self.say(f"{hit['name']} is looked up in the register and comes aboard")
        await visitor.accept_terms()
        await visitor.sign(personal_number, name)
        self.say(f"{name} accepts the terms and signs with BankID for {hit['name']}")

    async def registered(self, visitor: Visitor, number: str, vat_number: str) -> dict[str, Any]:
        """Registers the company; in a network that has it from an earlier demo, another one of the register."""
        (hit,) = await visitor.look_up(number)
        others = iter(await visitor.look_up("Bygg"))
        while True:
            try:
                await visitor.register(hit, vat_number)
                return hit
            except Problem as problem:
                if problem.code != "company.already-registered":
                    raise
                (hit,) = await visitor.look_up(next(others)["number"])
                vat_number = f"SE{hit['number']}01"

    async def connect(self, supplier: Visitor, customer: Visitor) -> None:
        invited = await supplier.own(
            "POST",
            "/invitations",
            json={"customer_number": "10042", "customer_name": "Infrabana Sverige AB", "email": customer.email},
        )
        mail = await customer.mail(lambda item: "10042" in item["text"], "the invitation")
        assert invited["code"] in mail["text"]
        self.say(f"The supplier invites its customer: number 10042 and a code by mail to {customer.email}")
        await customer.own("POST", "/enrolments", json={"customer_number": "10042", "code": invited["code"]})
        self.say("The customer enrols with number and code: they are connected")

    async def make_ready(self, supplier: Visitor) -> None:
        address = {
            "name": "Norrsken Bygg & Spår AB",
            "street": "Verkstadsgatan 14",
            "postcode": "972 41",
            "city": "Luleå",
        }
        await supplier.own("PUT", "/addresses/default", json=address)
        account = {"kind": "bankgiro", "number": "5050-1055", "bank": "Norrbanken", "ocr_level": "hard"}
        await supplier.own("POST", "/bank-accounts", json=account)
        self.say("The supplier saves its address and its Bankgiro: it is ready to send")
        order = await supplier.buy_credits(100)
        self.seen["order"] = order
        self.say(f"100 klip are bought by card for {order['total']} SEK")

    async def send(self, supplier: Visitor, customer: Visitor) -> None:
        attachment = await supplier.attach(made_pdf("Tidrapport vecka 46"), "Tidrapport v46.pdf")
        drafted = await supplier.own("POST", "/invoices", json=draft(customer.company, attachment))
        self.seen["drafted"] = drafted
        self.say(f"An invoice of three lines, freight and a PDF is written: {drafted['payable']['amount']} SEK to pay")
        began = time.monotonic()
        issued = await supplier.own("POST", f"/invoices/{drafted['invoice']}/send")
        self.seen["issued"], self.seen["send_ms"] = issued, (time.monotonic() - began) * 1000
        self.say(
            f"Send: invoice {issued['number']} is issued in {self.seen['send_ms']:.0f} ms, valid by {issued['rules']}"
        )

    async def receive(self, supplier: Visitor, customer: Visitor) -> None:
        issued = self.seen["issued"]
        number = issued["number"]
        await supplier.invoice_in(issued["invoice"], "handed-over", "delivered")
        mail = await customer.mail(
            lambda item: (
                any(number in str(part) for part in (item["subject"], item["text"])) and bool(item["attachments"])
            ),
            "the invoice by mail",
        )
        self.seen["mail"] = mail
        self.say(f"The mail arrives at {customer.email} with " + " and ".join(a["name"] for a in mail["attachments"]))
        document = await customer.received(number)
        self.seen["pdf"] = await customer.download(f"/inbox/{document['id']}/pdf")
        self.seen["ubl"] = await customer.download(f"/inbox/{document['id']}/ubl")
        self.seen["page"] = await supplier.invoice_in(issued["invoice"], "delivered")
        self.seen["credits"] = await supplier.credits()
        self.write_out(number)
        self.say(f"The receiver opens it: {OUT}/{number}.pdf and .xml; {self.seen['credits']} klip are left")
        console.print(f"   [dim]{time.monotonic() - self._began:.1f} s from the first sign-up to the receipt[/]")

    def write_out(self, number: str) -> None:
        """Writes the received PDF and UBL, and the timeline as the invoice's page shows it."""
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / f"{number}.pdf").write_bytes(self.seen["pdf"])
        (OUT / f"{number}.xml").write_bytes(self.seen["ubl"])
        (OUT / f"{number}.timeline.json").write_text(json.dumps(self.seen["page"]["timeline"], indent=1))

    def wrong(self) -> list[str]:
        """Lists every figure that is not what it should be."""
        seen = self.seen
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(seen["pdf"])).pages)
        flat = text.replace("\u00a0", " ").replace("\u202f", " ")
        report = validate(seen["ubl"])
        names = [line["name"] for line in seen["page"]["timeline"]]
        checks = {
            "net": Decimal(seen["issued"]["net"]["amount"]) == NET,
            "VAT": Decimal(seen["issued"]["vat"]["amount"]) == VAT,
            "payable": Decimal(seen["issued"]["payable"]["amount"]) == PAYABLE,
            "payable in the UBL": amount_in(seen["ubl"], "PayableAmount") == PAYABLE,
            "payable in the PDF": "43 100,01" in flat,
            "number in the PDF": seen["issued"]["number"] in flat,
            "valid by every rule": report.valid,
            "99 klip left": seen["credits"] == 99,
            "100 klip paid": seen["order"]["quantity"] == 100 and seen["order"]["status"] == "paid",
            "PDF and UBL in the mail": {a["name"].rsplit(".", 1)[-1] for a in seen["mail"]["attachments"]}
            >= {"pdf", "xml"},
            "the attachment travels in the UBL": b"Tidrapport v46.pdf" in seen["ubl"],
            "handed over in the timeline": "invoicing.invoice_handed_over" in names,
            "delivered in the timeline": "invoicing.invoice_delivered" in names,
            "one credit captured": names.count("wallet.credit_captured") == 1,
        }
        return [name for name, holds in (checks | self.chapters).items() if not holds]


def draft(receiver: str, attachment: dict[str, Any]) -> dict[str, Any]:
    """Makes a draft as a person types it, without sums."""
    fields = ("article", "name", "quantity", "unit", "price", "vat_rate")
    today = date.today()
    return {
        "receiver": receiver,
        "lines": [dict(zip(fields, line, strict=True)) for line in LINES],
        "charges": [{"reason_code": "FC", "reason": "Frakt", "amount": FREIGHT, "vat_rate": "25"}],
        "attachments": [attachment],
        "issue_date": today.isoformat(),
        "due_date": (today + timedelta(days=30)).isoformat(),
        "order_number": "AO1234567",
        "buyer_reference": "48213",
        "reference_person": "Karin Öhman",
        "seller_reference": "Jonas Lind",
    }


def amount_in(ubl: bytes, name: str) -> Decimal:
    """The amount of one element of the monetary total."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    found = etree.fromstring(ubl, parser).find(f".//{{*}}LegalMonetaryTotal/{{*}}{name}")
    return Decimal(found.text) if found is not None and found.text else Decimal(-1)


def made_pdf(title: str) -> bytes:
    """Makes a small real PDF to attach."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": title})
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


async def run(check: bool) -> int:
    network = Network.temporary() if check else Network.kept()
    await network.up()
    try:
        demo = Demo(network)
        supplier, customer = await demo.whole()
        if check:
            urls = {service: network.database(service).app for service in SERVICES}
            differing = await compare(urls, COMPARE_WAIT_S)
            for difference in differing:
                console.print(f"[bold red]{difference}[/]")
            demo.chapters["what the portal shows is what the others told"] = not differing
        wrong = demo.wrong()
        if check:
            console.print(
                "[bold green]every figure is right[/]" if not wrong else f"[bold red]wrong: {', '.join(wrong)}[/]"
            )
            return 1 if wrong else 0
        say_where(network, supplier, customer)
        await network.until_stopped()
        return 0
    finally:
        await network.down()


def say_where(network: Network, supplier: Visitor, customer: Visitor) -> None:
    """Prints what a new user needs to look around."""
    from devstack.journey import PASSWORD

    console.print(
        f"\nThe network is running. Ctrl-C stops it; what it holds stays in .stafett/ (make down WIPE=1 clears it).\n"
        f"  portal  {network.portal_url}   log in as {supplier.email} or {customer.email}, password {PASSWORD}\n"
        f"  API     {network.portal_url}/api/v1/openapi.json\n"
        f"  mail    {network.mail_url}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m devstack.demo", description=__doc__)
    parser.add_argument("--check", action="store_true", help="check every figure, stop everything, exit 0 or 1")
    arguments = parser.parse_args()
    try:
        return asyncio.run(run(arguments.check))
    except KeyboardInterrupt:
        return 0
    except (httpx.HTTPError, TimeoutError) as error:
        console.print(f"[bold red]the demo stopped: {error}[/]")
        return 1


if __name__ == "__main__":
    sys.exit(main())
