"""Writes a mail: in the reader's language, in HTML with a plain text part, and with safe headers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from babel.dates import format_date
from babel.numbers import format_currency
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from contracts.operator import Operator, operator
from contracts.plain_names import linkless
from contracts.values import CompanyId
from notifications.events import MailPlanned
from notifications.settings import NotificationsSettings
from notifications.words import COMMON, PAGES, WORDS, Words

ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\.]{2,}")
ADDRESS_CHARACTERS_MAX = 254
VALUE_CHARACTERS_MAX = 200
SUBJECT_CHARACTERS_MAX = 160
VERBATIM = frozenset({"email", "items", "text"})
"""The values in which dots and addresses stay as they are: addresses, our product names, support's answers."""
QUOTED_PRINTABLE = Charset("utf-8")
QUOTED_PRINTABLE.body_encoding = QP
ON_THE_WIRE = compat32.clone(linesep="\r\n")
"""The older policy of `email`: today's parses each header that it is given, which costs three times the mail."""
LOCALES = {"sv": "sv_SE", "da": "da_DK", "nb": "nb_NO", "fi": "fi_FI", "en": "en_150"}


class AddressUnusable(Exception):
    """The recipient's address cannot be used as a mail address."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What the reader sees: the subject on one line, and the same text as HTML and as plain text."""

    subject: str
    html: str
    text: str


class LetterWriter:
    """Fills templates with values. Every value is cut to one printable line, and escaped in HTML."""

    def __init__(self, public_url: str, mail_from: str, seller: Operator | None = None) -> None:
        self._public_url = public_url.rstrip("/")
        self._mail_from = mail_from
        seller = seller or operator()
        self._seller = {"name": seller.name, "number": seller.number, "vat_number": seller.vat_number}
        self.sender_address = parseaddr(mail_from)[1]
        self._phrases = Environment(undefined=StrictUndefined)  # noqa: S701 - plain text; the layout escapes it
        self._phrases.filters.update(money=_money, day=_day, items=_items)
        self._phrase = cache(self._phrases.from_string)  # Each is compiled once; there are as many as WORDS has.
        self._layouts = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def message_id(self, mail: UUID) -> str:
        """The Message-ID, which is the same for every attempt at one mail."""
        return f"<{mail}@{self.sender_address.rpartition('@')[2]}>"

    def message(self, planned: MailPlanned, message_id: str, now: datetime) -> bytes:
        """Writes the mail as it is sent. Raises AddressUnusable, and Redacted when the person was erased."""
        recipient = planned.recipient.reveal()
        if not ADDRESS.fullmatch(recipient) or len(recipient) > ADDRESS_CHARACTERS_MAX:
            raise AddressUnusable
        letter = self.letter(planned.template, planned.language, planned.values.reveal(), planned.company)
        message = MIMEMultipart("alternative", boundary=f"=_{message_id.strip('<>').partition('@')[0]}")
        message["From"] = formataddr(parseaddr(self._mail_from))
        message["To"] = recipient.encode().decode("ascii", "surrogateescape")  # Goes out in UTF-8 (RFC 6532).
        message["Subject"] = Header(letter.subject, header_name="Subject")  # type: ignore[assignment]
        message["Date"] = format_datetime(now)
        message["Message-ID"] = message_id
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: automatic responders must not answer.
        message["Content-Language"] = planned.language
        message.attach(MIMEText(letter.text, "plain", QUOTED_PRINTABLE))  # type: ignore[arg-type]
        message.attach(MIMEText(letter.html, "html", QUOTED_PRINTABLE))  # type: ignore[arg-type]
        return message.as_bytes(policy=ON_THE_WIRE)

    def letter(self, template: str, language: str, values: Mapping[str, str], company: CompanyId) -> Letter:
        """Fills a template in one language. Raises KeyError for an unknown template or language."""
        words = WORDS[language][template]
        given = {name: _shown(name, value) for name, value in values.items()} | {"language": language}
        given |= {f"seller_{name}": text for name, text in self._seller.items()}

        def said(phrase: str) -> str:
            return self._phrase(phrase).render(given).strip()

        filled = _filled(words, said)
        link = self._public_url + PAGES[template].format_map(
            {name: quote(value, safe="") for name, value in {**given, "company": str(company)}.items()}
        )
        frame = {**filled, "link": link, "language": language, "common": WORDS[language][COMMON]}
        return Letter(
            subject=one_line(linkless(filled["subject"]), SUBJECT_CHARACTERS_MAX),
            html=self._layouts.get_template("layout.html").render(frame),
            text=self._layouts.get_template("layout.txt").render(frame),
        )


def register(settings: NotificationsSettings) -> LetterWriter:
    """The factory named in `uses`."""
    return LetterWriter(settings.public_url, settings.mail_from, operator(settings.operator_file))


def one_line(text: str, characters_max: int = VALUE_CHARACTERS_MAX) -> str:
    """The text on one line without control, direction or zero-width characters: no value can add a line of its own."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    line = " ".join(printable.split())
    return line if len(line) <= characters_max else line[: characters_max - 1] + "…"


def _shown(name: str, value: str) -> str:
    """Writes a name or a customer number so that mail programs make no link of it."""
    return one_line(value) if name in VERBATIM else linkless(one_line(value))


def _filled(words: Words, said: Any) -> dict[str, Any]:
    rows = [(said(label), said(value)) for label, value in words.get("rows", ())]
    return {
        "subject": said(words["subject"]),
        "title": said(words["title"]),
        "paragraphs": [paragraph for paragraph in map(said, words["paragraphs"]) if paragraph],
        "rows": [(label, value) for label, value in rows if value],
        "button": said(words["button"]),
        "reason": said(words["reason"]),
    }


@pass_context
def _money(context: Context, written: str) -> str:
    amount, currency = written.split()
    return format_currency(Decimal(amount), currency, locale=LOCALES[context["language"]])


@pass_context
def _day(context: Context, written: str) -> str:
    return format_date(date.fromisoformat(written), "long", locale=LOCALES[context["language"]]) if written else ""


@pass_context
def _items(context: Context, written: str) -> str:
    """Writes `100 invoice; 1 plan.basic` in the reader's language; a plan is named without a number."""
    names: dict[str, str] = WORDS[context["language"]][COMMON]["items"]
    said = []
    for part in written.split("; "):
        quantity, _, item = part.partition(" ")
        name = names.get(item, item)
        said.append(name if item.startswith("plan.") else f"{quantity} {name}")
    return ", ".join(said)
