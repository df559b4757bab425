"""Parses a message for display: headers, text, HTML with its pictures, attachments."""

import base64
import email
import email.policy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart

from devstack.mail.mailbox import Mail

LINKS_MAX = 200
LINK = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attached file, by its place in the message."""

    index: int
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail for display. `html` contains its pictures, so that nothing has to be fetched."""

    subject: str
    sender: str
    to: str
    message_id: str
    headers: list[tuple[str, str]]
    text: str
    html: str
    links: list[str]
    attachments: list[Attachment]


def read(mail: Mail) -> Reading:
    """Parses a mail. Broken parts are shown as well as possible; it never raises."""
    message = email.message_from_bytes(mail.message, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    text_part, html_part = message.get_body(("plain",)), message.get_body(("html",))
    text, html = _text_of(text_part), _text_of(html_part)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    files = [part for part in leaves if part is not text_part and part is not html_part]
    return Reading(
        subject=_header(message, "Subject"),
        sender=_header(message, "From") or mail.sender,
        to=_header(message, "To") or ", ".join(mail.recipients),
        message_id=_header(message, "Message-ID"),
        headers=[(name, str(value)) for name, value in message.items()],
        text=text,
        html=_with_pictures(html, files),
        links=_links(text, html),
        attachments=[_attachment(index, part) for index, part in enumerate(files)],
    )


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, "")).strip()


def _text_of(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"), errors="replace").replace("\r\n", "\n")
    except LookupError:  # The character set is unknown.
        return raw.decode("utf-8", errors="replace")


def _attachment(index: int, part: MIMEPart) -> Attachment:
    content = part.get_payload(decode=True)
    name = part.get_filename() or f"part-{index}"
    return Attachment(index, name, part.get_content_type(), content if isinstance(content, bytes) else b"")


def _with_pictures(html: str, files: Sequence[MIMEPart]) -> str:
    for part in files:
        content_id = str(part.get("Content-ID", "")).strip().strip("<>")
        content = part.get_payload(decode=True)
        if content_id and isinstance(content, bytes):
            data = f"data:{part.get_content_type()};base64,{base64.b64encode(content).decode()}"
            html = html.replace(f"cid:{content_id}", data)
    return html


def _links(text: str, html: str) -> list[str]:
    found = LINK.findall(text) + [one.replace("&amp;", "&") for one in LINK.findall(html)]
    return list(dict.fromkeys(one.rstrip(".,;:!?") for one in found))[:LINKS_MAX]
