"""The mail catcher as a process of its own: mail in by SMTP, out as page and JSON, and told to misbehave."""

import asyncio
import smtplib
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from devstack.mail.mailbox import Mailbox
from devstack.ports import free_port

PDF = b"%PDF-1.7 not really"
PICTURE = b"\x89PNG small"


@dataclass
class Catcher:
    smtp_port: int
    http_port: int
    process: subprocess.Popen[bytes]

    def send(self, message: EmailMessage, to: str | list[str], timeout_s: float = 5) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=timeout_s) as smtp:
            smtp.send_message(message, "sender@stafett.example", to)


def start(folder: Path) -> Catcher:
    smtp_port, http_port = free_port(), free_port()
    command = [sys.executable, "-m", "devstack.mail", f"--smtp-port={smtp_port}", f"--http-port={http_port}"]
    process = subprocess.Popen([*command, "--folder", str(folder)])
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{http_port}/health/ready").status_code == 200:
                return Catcher(smtp_port, http_port, process)
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError("the catcher did not start")


@pytest.fixture(scope="module")
def catcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catcher]:
    running = start(tmp_path_factory.mktemp("mails"))
    yield running
    running.process.terminate()
    running.process.wait(10)


@pytest_asyncio.fixture
async def api(catcher: Catcher) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{catcher.http_port}", timeout=15) as client:
        yield client
        await client.delete("/api/mails")
        await client.delete("/api/behaviour")


def files_in(folder: Path) -> int:
    return len(list(folder.iterdir()))


def invitation(to: str = "anna@bolag.example") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Välkommen till Stafett"
    message["From"] = "Stafett <nej@stafett.example>"
    message["To"] = to
    message["Message-ID"] = "<invitation-1@stafett.example>"
    message.set_content("Öppna http://127.0.0.1:8000/i/KOD.\n")
    message.add_alternative('<p>Öppna <img src="cid:logo"></p><script>alert(1)</script>', subtype="html")
    page = message.get_payload()[1]  # type: ignore[index]
    page.add_related(PICTURE, "image", "png", cid="<logo>")  # type: ignore[union-attr]
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="Faktura å 1.pdf")
    return message


async def test_a_mail_sent_is_found_by_its_recipient_and_can_be_read(catcher: Catcher, api: httpx.AsyncClient) -> None:
    await asyncio.to_thread(catcher.send, invitation(), ["anna@bolag.example"])
    await asyncio.to_thread(catcher.send, invitation("bo@annat.example"), ["bo@annat.example"])
    found = (await api.get("/api/mails", params={"to": "Anna@Bolag.example"})).json()
    assert found["total"] == 1
    assert found["mails"][0]["subject"] == "Välkommen till Stafett"
    mail = (await api.get(f"/api/mails/{found['mails'][0]['id']}")).json()
    assert mail["text"] == "Öppna http://127.0.0.1:8000/i/KOD.\n"
    assert mail["links"] == ["http://127.0.0.1:8000/i/KOD"]
    assert ["Message-ID", "<invitation-1@stafett.example>"] in mail["headers"]


async def test_attachments_come_back_byte_by_byte_under_their_name(catcher: Catcher, api: httpx.AsyncClient) -> None:
    await asyncio.to_thread(catcher.send, invitation(), "anna@bolag.example")
    mail = (await api.get("/api/mails")).json()["mails"][0]
    invoice = next(one for one in mail["attachments"] if one["media_type"] == "application/pdf")
    assert invoice["name"] == "Faktura å 1.pdf"
    file = await api.get(f"/api/mails/{mail['id']}/attachments/{invoice['index']}")
    assert file.content == PDF
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''Faktura%20%C3%A5%201.pdf"
    assert (await api.get(f"/api/mails/{mail['id']}/attachments/9")).status_code == 404


async def test_a_mail_s_page_shows_its_pictures_and_may_run_nothing(catcher: Catcher, api: httpx.AsyncClient) -> None:
    await asyncio.to_thread(catcher.send, invitation(), "anna@bolag.example")
    mail_id = (await api.get("/api/mails")).json()["mails"][0]["id"]
    page = await api.get(f"/api/mails/{mail_id}/html")
    assert "data:image/png;base64," in page.text
    assert "cid:" not in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("sandbox") and "allow-scripts" not in policy and "default-src 'none'" in policy


async def test_a_reader_can_wait_for_a_mail_that_is_still_to_come(catcher: Catcher, api: httpx.AsyncClient) -> None:
    latest = (await api.get("/api/mails")).json()["latest"]
    waiting = asyncio.create_task(api.get("/api/mails", params={"to": "a@b.example", "after": latest, "wait_s": 10}))
    await asyncio.to_thread(catcher.send, invitation(), "someone@else.example")
    await asyncio.to_thread(catcher.send, invitation(), "a@b.example")
    assert (await waiting).json()["mails"][0]["envelope_to"] == ["a@b.example"]
    assert (await api.get("/api/mails", params={"to": "no@one.example", "wait_s": 0.05})).json()["total"] == 0


async def test_it_refuses_whom_it_was_told_to_refuse_and_takes_the_others(
    catcher: Catcher, api: httpx.AsyncClient
) -> None:
    await api.post("/api/behaviour", json={"rcpt": "gone@bolag.example", "mode": "5xx"})
    await api.post("/api/behaviour", json={"rcpt": "*@full.example", "mode": "4xx", "times": 1})
    for address, code in (("gone@bolag.example", 550), ("any@full.example", 451)):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
            await asyncio.to_thread(catcher.send, invitation(), address)
        assert refusal.value.recipients[address][0] == code
    await asyncio.to_thread(catcher.send, invitation(), "any@full.example")
    await asyncio.to_thread(catcher.send, invitation(), "anna@bolag.example")
    assert (await api.get("/api/mails")).json()["total"] == 2
    await api.post("/api/behaviour", json={"rcpt": "gone@bolag.example", "mode": "accept"})
    await asyncio.to_thread(catcher.send, invitation(), "gone@bolag.example")


async def test_one_that_hangs_never_answers_and_one_that_is_slow_answers_late(
    catcher: Catcher, api: httpx.AsyncClient
) -> None:
    await api.post("/api/behaviour", json={"rcpt": "hang@bolag.example", "mode": "hang"})
    await api.post("/api/behaviour", json={"rcpt": "slow@bolag.example", "mode": "slow", "delay_s": 0.3})
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        await asyncio.to_thread(catcher.send, invitation(), "hang@bolag.example", 0.3)
    began = time.monotonic()
    await asyncio.to_thread(catcher.send, invitation(), "slow@bolag.example")
    assert time.monotonic() - began >= 0.3
    assert [one["envelope_to"] for one in (await api.get("/api/mails")).json()["mails"]] == [["slow@bolag.example"]]


async def test_a_behaviour_nobody_knows_is_refused(api: httpx.AsyncClient) -> None:
    assert (await api.post("/api/behaviour", json={"rcpt": "a@b.example", "mode": "maybe"})).status_code == 422


async def test_a_broken_message_is_shown_as_well_as_it_can_be(catcher: Catcher, api: httpx.AsyncClient) -> None:
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port, timeout=5) as smtp:
        head = b"Subject: odd\r\nContent-Type: text/plain; charset=x-nobody-knows\r\n\r\n"
        smtp.sendmail("a@b.example", ["c@d.example"], head + b"\xff\xfe hello")
    mail_id = (await api.get("/api/mails")).json()["mails"][0]["id"]
    assert "hello" in (await api.get(f"/api/mails/{mail_id}")).json()["text"]


async def test_mails_are_still_there_after_a_restart(tmp_path: Path) -> None:
    first = start(tmp_path)
    await asyncio.to_thread(first.send, invitation(), "anna@bolag.example")
    first.process.kill()
    first.process.wait()
    second = start(tmp_path)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{second.http_port}") as client:
        assert (await client.get("/api/mails")).json()["mails"][0]["id"] == "00000001"
        assert (await client.delete("/api/mails")).json() == {"deleted": 1}
    assert files_in(tmp_path) == 0
    second.process.terminate()
    second.process.wait(10)


async def test_it_stops_at_once_though_somebody_waits_for_a_mail(tmp_path: Path) -> None:
    catcher = start(tmp_path)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{catcher.http_port}", timeout=30) as client:
        waiting = asyncio.create_task(client.get("/api/mails", params={"wait_s": 30}))
        await client.get("/health/ready")
        catcher.process.terminate()
        began = time.monotonic()
        assert (await waiting).json()["total"] == 0
    catcher.process.wait(10)
    assert time.monotonic() - began < 1.5


async def test_the_oldest_mails_go_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("devstack.mail.mailbox.MAILS_MAX", 3)
    mailbox = Mailbox(tmp_path)
    for number in range(5):
        await mailbox.add("a@b.example", [f"{number}@b.example"], b"x")
    assert [one.recipients[0][0] for one in mailbox.find(None)] == ["4", "3", "2"]
    assert files_in(tmp_path) == 6
