"""The browser's side: a page to read the mails, and the same as JSON for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Query, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from devstack.mail.mailbox import Mail, Mailbox
from devstack.mail.reading import Attachment, Reading, read
from devstack.mail.receiving import HANG_MAX_S, SLOW_S, Behaviour, Mode, Receiver, Rule, serve_smtp
from devstack.ports import LOOPBACK

PAGE = Path(__file__).with_name("mailbox.html")
LIST_MAX = 500
WAIT_MAX_S = 60

# A mail cannot be trusted: its page runs no scripts, fetches nothing, and does not share our origin.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "img-src data:; style-src 'unsafe-inline'; font-src data:"
)


class BehaviourAsked(BaseModel):
    """`{"rcpt": "*@bolag.example", "mode": "4xx", "times": 2}`: the next two mails to that domain are put off."""

    rcpt: str = Field(min_length=1, max_length=320)
    mode: Mode
    delay_s: float = Field(default=SLOW_S, ge=0, le=HANG_MAX_S)
    times: int | None = Field(default=None, ge=1, le=1_000_000)


def make_app(mailbox: Mailbox, behaviour: Behaviour, smtp_port: int) -> FastAPI:
    """The whole catcher: while this application runs, it also listens for SMTP on `smtp_port`."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        server = await serve_smtp(Receiver(mailbox, behaviour), LOOPBACK, smtp_port)
        try:
            yield
        finally:
            server.close()

    app = FastAPI(title="Stafett's mail catcher", lifespan=lifespan)
    _add_pages(app)
    _add_mails(app, mailbox)
    _add_parts(app, mailbox)
    _add_behaviour(app, behaviour)
    return app


def _add_pages(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(PAGE, headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"})

    @app.get("/health/ready", include_in_schema=False)
    async def ready() -> dict[str, str]:
        return {"status": "ready"}


def _add_mails(app: FastAPI, mailbox: Mailbox) -> None:
    @app.get("/api/mails")
    async def list_mails(
        to: str | None = None,
        after: Annotated[str, Query(max_length=20)] = "",
        limit: Annotated[int, Query(ge=1, le=LIST_MAX)] = 100,
        wait_s: Annotated[float, Query(ge=0, le=WAIT_MAX_S)] = 0,
    ) -> dict[str, Any]:
        """Newest first. With `wait_s` it answers as soon as there is a mail that fits, or empty when time is up."""
        mails = await mailbox.wait(to, after, wait_s) if wait_s else mailbox.find(to, after)
        return {
            "total": len(mails),
            "latest": mailbox.latest,
            "mails": [_summary(mail, read(mail)) for mail in mails[:limit]],
        }

    @app.delete("/api/mails")
    async def clear() -> dict[str, int]:
        return {"deleted": mailbox.clear()}

    @app.get("/api/mails/{mail_id}")
    async def one_mail(mail_id: str) -> dict[str, Any]:
        mail = _found(mailbox, mail_id)
        reading = read(mail)
        return _summary(mail, reading) | {
            "headers": reading.headers,
            "text": reading.text,
            "html": reading.html,
            "links": reading.links,
        }


def _add_parts(app: FastAPI, mailbox: Mailbox) -> None:
    @app.get("/api/mails/{mail_id}/html")
    async def html(mail_id: str) -> Response:
        page = '<!doctype html><base target="_blank">' + read(_found(mailbox, mail_id)).html
        return Response(page, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": MAIL_POLICY})

    @app.get("/api/mails/{mail_id}/source")
    async def source(mail_id: str) -> Response:
        return _download(Attachment(0, f"{mail_id}.eml", "message/rfc822", _found(mailbox, mail_id).message))

    @app.get("/api/mails/{mail_id}/attachments/{index}")
    async def attachment(mail_id: str, index: int) -> Response:
        attachments = read(_found(mailbox, mail_id)).attachments
        if not 0 <= index < len(attachments):
            raise HTTPException(404, f"mail {mail_id} has {len(attachments)} attachments")
        return _download(attachments[index])


def _add_behaviour(app: FastAPI, behaviour: Behaviour) -> None:
    @app.get("/api/behaviour")
    async def rules() -> dict[str, Rule]:
        return behaviour.rules()

    @app.post("/api/behaviour")
    async def tell(asked: BehaviourAsked) -> dict[str, Rule]:
        try:
            behaviour.tell(asked.rcpt, Rule(asked.mode, asked.delay_s, asked.times))
        except ValueError as error:
            raise HTTPException(409, str(error)) from error
        return behaviour.rules()

    @app.delete("/api/behaviour")
    async def forget() -> dict[str, Rule]:
        behaviour.forget()
        return behaviour.rules()


def _found(mailbox: Mailbox, mail_id: str) -> Mail:
    mail = mailbox.get(mail_id)
    if mail is None:
        raise HTTPException(404, f"there is no mail {mail_id}")
    return mail


def _summary(mail: Mail, reading: Reading) -> dict[str, Any]:
    return {
        "id": mail.id,
        "received_at": mail.received_at.isoformat(),
        "envelope_from": mail.sender,
        "envelope_to": list(mail.recipients),
        "from": reading.sender,
        "to": reading.to,
        "subject": reading.subject,
        "message_id": reading.message_id,
        "size": len(mail.message),
        "attachments": [
            {"index": one.index, "name": one.name, "media_type": one.media_type, "size": len(one.content)}
            for one in reading.attachments
        ],
    }


def _download(attachment: Attachment) -> Response:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(attachment.content, media_type=attachment.media_type, headers=headers)
