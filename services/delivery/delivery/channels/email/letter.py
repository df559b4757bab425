"""The mail that carries an invoice: its words, its attachments, and an id that is the same for every attempt."""

from __future__ import annotations

import re
from decimal import Decimal
from email.message import EmailMessage
from email.utils import parseaddr
from typing import NamedTuple

from contracts.plain_names import linkless
from contracts.values import Language, Money
from delivery.channels.channel import Consignment

SUBJECT_PART_MAX = 80
"""How many characters a company's name or an invoice number may take in the subject."""


class Words(NamedTuple):
    """The texts of the mail in one language."""

    subject: str
    text: str
    no_due_date: str


SWEDISH = Words(
    subject="Faktura {number} från {supplier}",
    text="""Hej {receiver},

här kommer faktura {number} från {supplier}.

Att betala: {payable}
Fakturadatum: {issue_date}
Förfallodatum: {due_date}

Fakturan ligger bilagd som PDF och som e-faktura (UBL). Den finns också i er inkorg:
{url}

Skickad genom Stafett.
""",
    no_due_date="enligt överenskommelse",
)
ENGLISH = Words(
    subject="Invoice {number} from {supplier}",
    text="""Dear {receiver},

here is invoice {number} from {supplier}.

To be paid: {payable}
Invoice date: {issue_date}
Due date: {due_date}

The invoice is attached as a PDF and as an e-invoice (UBL). It also lies in your inbox:
{url}

Sent through Stafett.
""",
    no_due_date="as agreed",
)


SAMPLES: dict[Language, tuple[str, str]] = {
    "sv": (
        "Testdokument {number} från {supplier}: ska inte betalas",
        "Hej {receiver},\n\nså här kommer fakturor att se ut som ni får genom Stafett. Det bilagda dokumentet är ett "
        "testdokument, som PDF och som e-faktura (UBL). Det ska inte betalas.\n\n"
        "Det finns också i er inkorg:\n{url}\n",
    ),
    "da": (
        "Testdokument {number} fra {supplier}: skal ikke betales",
        "Hej {receiver},\n\nsådan vil fakturaer se ud, som I modtager gennem Stafett. Det vedhæftede dokument er et "
        "testdokument, som PDF og som e-faktura (UBL). Det skal ikke betales.\n\n"
        "Det ligger også i jeres indbakke:\n{url}\n",
    ),
    "nb": (
        "Testdokument {number} fra {supplier}: skal ikke betales",
        "Hei {receiver},\n\nslik vil fakturaer se ut som dere får gjennom Stafett. Det vedlagte dokumentet er et "
        "testdokument, som PDF og som e-faktura (UBL). Det skal ikke betales.\n\n"
        "Det ligger også i innboksen:\n{url}\n",
    ),
    "fi": (
        "Testiasiakirja {number} lähettäjältä {supplier}: ei maksettavaksi",
        "Hei {receiver},\n\ntältä näyttävät laskut, jotka saatte Stafettin kautta. Liitteenä on testiasiakirja "
        "PDF-tiedostona ja verkkolaskuna (UBL). Sitä ei pidä maksaa.\n\nSe on myös saapuneissanne:\n{url}\n",
    ),
    "en": (
        "Sample document {number} from {supplier}: not to be paid",
        "Dear {receiver},\n\nthis is what invoices will look like that you receive through Stafett. The attached "
        "document is a sample, as a PDF and as an e-invoice (UBL). It is not to be paid.\n\n"
        "It also lies in your inbox:\n{url}\n",
    ),
}
"""Subject and text of the mail that carries a sample: without amount and due date, since a sample is not to be paid."""


def message_id(consignment: Consignment, mail_from: str) -> str:
    """Mail has no idempotency key: an attempt that was cut off may arrive twice. Both then carry this same id, by which
    mail programs and we know them for one."""
    domain = parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
    return f"<{consignment.document}@{domain}>"


def letter(consignment: Consignment, mail_from: str, public_url: str) -> EmailMessage:
    """Builds the mail, with PDF and UBL. Raises ValueError when the receiver's address cannot stand in a header."""
    if consignment.email is None:
        raise ValueError("the receiver has no mail address")
    in_swedish = consignment.language == "sv"
    words = SWEDISH if in_swedish else ENGLISH
    parts = {
        "number": one_line(consignment.number),
        "supplier": linkless(one_line(consignment.supplier_name)),
        "receiver": linkless(one_line(consignment.receiver_name)),
        "payable": money(consignment.payable, in_swedish),
        "issue_date": consignment.issue_date.isoformat(),
        "due_date": consignment.due_date.isoformat() if consignment.due_date else words.no_due_date,
        "url": f"{public_url.rstrip('/')}/companies",
    }
    mail = EmailMessage()
    subject, text = SAMPLES[consignment.language] if consignment.sample else (words.subject, words.text)
    mail["Subject"] = subject.format(**parts)
    mail["From"] = mail_from
    mail["To"] = consignment.email.reveal()
    mail["Message-ID"] = message_id(consignment, mail_from)
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = consignment.language if consignment.sample else "sv" if in_swedish else "en"
    mail.set_content(text.format(**parts))
    mail.add_attachment(consignment.pdf, maintype="application", subtype="pdf", filename=consignment.pdf_name)
    mail.add_attachment(consignment.ubl, maintype="application", subtype="xml", filename=consignment.ubl_name)
    return mail


def one_line(text: str) -> str:
    """Shortens a name and removes its line breaks, which would end a header."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()[:SUBJECT_PART_MAX]


def money(amount: Money, in_swedish: bool) -> str:
    """Writes an amount as the language does: `1 250,00 SEK` or `SEK 1,250.00`."""
    figure = f"{amount.amount.quantize(Decimal('0.01')):,}"
    if not in_swedish:
        return f"{amount.currency} {figure}"
    return figure.replace(",", " ").replace(".", ",") + f" {amount.currency}"
