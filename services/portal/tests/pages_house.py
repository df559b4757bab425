"""What stories about pages begin with: people, companies, invoices told by the other services, and a browser."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
from aiosmtpd.smtp import SMTP, Envelope, Session
from declared import watched
from lxml import html

from chassis.running.running import Running
from chassis.service import Heard
from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import DocumentRef, DraftLine, InvoiceDraft, Language, Money, Personal
from contracts.wallet import v1 as wallet
from portal.edge.asking import Edge
from portal.live.watching import Watching
from portal.people.people import People
from portal.telling.boundary import on_news, read
from portal.telling.events import Acted, ActedPersonally

PASSWORD = "Räls-och-växlar-7"
PATIENCE_S = 20


class MailServer:
    """A real SMTP server that keeps what it is given, and refuses everything while `down`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.down = False
        self.reply = "451 come back later"
        self._server: asyncio.Server

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.down:
            return self.reply
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(cast(EmailMessage, message_from_bytes(content, policy=default)))
        return "250 queued"

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, loop=loop), "127.0.0.1", 0)

    async def stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def port(self) -> int:
        return int(self._server.sockets[0].getsockname()[1])

    def text(self) -> str:
        """What the last mail says."""
        body = self.mails[-1].get_body()
        assert body is not None
        return str(body.get_content())


class Page:
    """A page as a browser holds it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code
        self.path = response.url.raw_path.decode()
        self.tree = html.fromstring(response.text)

    @property
    def text(self) -> str:
        """What a person reads, with every space a plain one."""
        body = self.tree.find("body")
        words = " ".join(body.itertext())
        return re.sub(r"\s+", " ", words).strip()

    @property
    def language(self) -> str:
        return str(self.tree.get("lang"))

    def form(self, action: str) -> dict[str, str]:
        """What the form with this action would send."""
        for form in self.tree.forms:
            if form.action == action:
                return {name: str(value or "") for name, value in form.form_values()}
        raise AssertionError(f"{self.path} has no form {action}: {[form.action for form in self.tree.forms]}")

    def links(self) -> list[str]:
        return [str(link.get("href")) for link in self.tree.iter("a")]


class Browser:
    """A browser without JavaScript that follows redirects and remembers cookies."""

    def __init__(self, site: Any, language: str, *, crashes: bool) -> None:
        transport = httpx.ASGITransport(app=site, raise_app_exceptions=not crashes)
        self.http = httpx.AsyncClient(
            transport=transport,
            base_url="http://stafett.test",
            headers={"accept": "text/html", "accept-language": language, "sec-fetch-site": "same-origin"},
            follow_redirects=True,
            timeout=PATIENCE_S,
        )

    async def open(self, path: str) -> Page:
        return Page(await self.http.get(path))

    async def press(self, page: Page, action: str, **fields: str) -> Page:
        """Fills a form of the page in, and sends it."""
        return Page(await self.http.post(action, data={**page.form(action), **fields}))

    async def log_in(self, email: str) -> Page:
        return await self.press(await self.open("/login"), "/login", email=email, password=PASSWORD)


class House:
    """The portal while it runs, and everybody around it."""

    def __init__(self, running: Running, site: Any, mail: MailServer) -> None:
        self.running = running
        self.mail = mail
        self.edge: Edge = site.state.edge
        self.watching: Watching = site.state.watching
        self.undeclared: list[str] = []
        """What the API answered that its document does not declare."""
        self.site = watched(self._with_mail(site), self.undeclared)

    def _with_mail(self, site: Any) -> Any:
        """The site; whoever has an answer has the mails that follow from it too, when the mail server takes them."""

        async def answer(scope: Any, receive: Any, send: Any) -> None:
            await site(scope, receive, send)
            await self.edge.post.send_waiting()

        return answer

    async def time_passes(self) -> None:
        """Everything that the portal counts or keeps for later is due: limits are full again, mails are tried."""
        await self.running.db.execute("DELETE FROM limits")
        await self.running.db.execute("UPDATE mails_waiting SET due_at = now()")
        await self.edge.post.send_waiting()

    @asynccontextmanager
    async def browser(self, language: str = "sv", *, crashes: bool = False) -> AsyncIterator[Browser]:
        browser = Browser(self.site, language, crashes=crashes)
        async with browser.http:
            yield browser

    async def person(self, email: str, given_name: str = "Åsa", language: Language = "sv") -> UUID:
        """Somebody with a confirmed account."""
        people = People(self.running.db, self.edge.settings)
        made = await people.sign_up(email, PASSWORD, given_name, "Öst", language, "2026-11")
        assert made is not None
        await people.confirm(made)
        return made

    async def told(self, *facts: Fact, correlation: UUID | None = None) -> None:
        """Another service tells something, and every view has seen it."""
        for fact in facts:
            heard = Heard(uuid4(), datetime.now(UTC), correlation or uuid4())
            await self.running.perform(on_news(fact, heard), actor=fact.SERVICE, correlation=correlation)
        await self.shown()

    async def shown(self) -> None:
        """Waits until every view has come to the end of the store, or stands still for good."""
        assert await self.running.shown(await self.running.store.head(), PATIENCE_S)

    async def company(
        self, owner: UUID, name: str = "Norrsken Bygg AB", country: str = "SE", language: Language = "sv"
    ) -> UUID:
        company = uuid4()
        await self.told(
            onboarding.CompanyRegistered(
                company=company,
                person=owner,
                country=country,  # type: ignore[arg-type]
                number=Personal("5560360793"),
                name=name,
                legal_form="AB",
                contact_name=Personal("Åsa Öst"),
                contact_email=Personal("asa@norrsken.example"),
                language=language,
            )
        )
        return company

    async def draft(self, company: UUID, person: UUID, receiver_name: str = "Infrabana Sverige AB") -> UUID:
        """An invoice as a person saved it, and as invoicing added it up."""
        invoice, receiver = uuid4(), uuid4()
        line = DraftLine("Banmontör, dagtid", Decimal(8), "HUR", Decimal("645.00"), Decimal(25))
        saved = portal.InvoiceDraftSaved(
            company=company, person=person, invoice=invoice, draft=InvoiceDraft(receiver=receiver, lines=(line,))
        )
        await self.edge.tell_only(saved, uuid4(), person)
        await self.told(
            invoicing.InvoiceDrafted(
                company=company,
                invoice=invoice,
                receiver=receiver,
                receiver_name=receiver_name,
                net=Money(Decimal("5160.00")),
                vat=Money(Decimal("1290.00")),
                payable=Money(Decimal("6450.00")),
                due_date=date(2026, 12, 26),
            )
        )
        return invoice

    async def issued(self, company: UUID, invoice: UUID, number: str = "2026-00417") -> invoicing.InvoiceIssued:
        """What invoicing tells when it issues; the UBL is kept by then."""
        return invoicing.InvoiceIssued(
            company=company,
            invoice=invoice,
            number=number,
            issue_date=date(2026, 11, 26),
            due_date=date(2026, 12, 26),
            receiver=uuid4(),
            supplier_name="Norrsken Bygg AB",
            receiver_name="Infrabana Sverige AB",
            net=Money(Decimal("5160.00")),
            vat=Money(Decimal("1290.00")),
            payable=Money(Decimal("6450.00")),
            document=await self.document(b"<Invoice/>", "application/xml", f"{number}.xml"),
            rules="en16931 1.3.16",
        )

    async def document(self, content: bytes, media_type: str, name: str) -> DocumentRef:
        return await self.running.documents.keep(content, media_type, name)

    async def credits(self, company: UUID, available: int) -> None:
        await self.told(
            wallet.CreditsGranted(
                company=company, order=uuid4(), klip="invoice", quantity=available, available=available
            )
        )

    @asynccontextmanager
    async def answering(self, kind: type[Fact], answer: Callable[[Any], Awaitable[Fact]]) -> AsyncIterator[list[Fact]]:
        """While inside, another service answers each fact of a kind; what it heard is listed."""
        heard: list[Fact] = []
        task = asyncio.create_task(self._answer(kind, answer, heard))
        yield heard
        task.cancel()

    async def _answer(self, kind: type[Fact], answer: Callable[[Any], Awaitable[Fact]], heard: list[Fact]) -> None:
        seen: set[UUID] = set()
        async for _ in self.running.moves():
            rows = await self.running.db.fetch("SELECT id FROM requests WHERE fact = $1", kind.type())
            for request in {row["id"] for row in rows} - seen:
                seen.add(request)
                stored = (await self.running.store.load(request))[0]
                await self.running.sealer.prepare_for([stored.state])
                event = self.running.mapper.decode(stored.topic, stored.state, stored.stream, stored.version)
                assert isinstance(event, Acted | ActedPersonally)
                fact = read(event)
                heard.append(fact)
                await self.told(await answer(fact), correlation=request)


def enrolled(company: UUID, supplier_name: str = "Rälsverket AB") -> directory.EnrolmentCompleted:
    return directory.EnrolmentCompleted(
        company=company,
        invitation=uuid4(),
        supplier=uuid4(),
        supplier_name=supplier_name,
        customer_name="Infrabana Sverige AB",
        customer_number="K-100",
    )
