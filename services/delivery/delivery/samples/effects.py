"""Making a sample and handing it over: a whole invoice to the company that asked, plainly marked as a sample."""

from __future__ import annotations

from datetime import date

import msgspec

from chassis import Acting
from contracts.values import Language, Money
from delivery.channels.channel import Consignment, TryAgain, Undeliverable
from delivery.channels.choosing import channel_of
from delivery.routes.receiver import Way
from delivery.samples.commands import RecordSample, RecordSampleFailure
from delivery.samples.events import SampleOrdered
from delivery.samples.sample import SENDER
from einvoice import examples, model
from einvoice.pdf.pool import PdfPool, RenderRefused
from einvoice.samples import as_sample
from einvoice.sums import totals
from einvoice.ubl.writer import build

NUMBER = "TEST"
UBL, PDF = "application/xml", "application/pdf"
NOTES: dict[Language, str] = {
    "sv": "Detta är ett testdokument från Stafett. Det ska inte betalas.",
    "da": "Dette er et testdokument fra Stafett. Det skal ikke betales.",
    "nb": "Dette er et testdokument fra Stafett. Det skal ikke betales.",
    "fi": "Tämä on Stafettin testiasiakirja. Sitä ei pidä maksaa.",
    "en": "This is a test document from Stafett. It is not to be paid.",
}


def destination(event: SampleOrdered) -> str:
    """What limits count samples by: the same as for the receiver's invoices."""
    return Way(event.channel, event.email).destination


async def send_sample(event: SampleOrdered, acting: Acting) -> RecordSample | RecordSampleFailure:
    """Makes and sends the sample in one attempt. Is tried again after RenderFailed or PoolBusy."""
    invoice = sample_invoice(event, acting.now.date())
    ubl = build(invoice)
    try:
        pdf = await acting.use(PdfPool).render(ubl, event.language, sample=True)
        receipt = await channel_of(event.channel, acting).hand_over(consignment(event, invoice, ubl, pdf))
    except RenderRefused as refused:
        return _failed(event, acting, f"the PDF cannot be made: {refused}"[:200], "network")
    except (TryAgain, Undeliverable) as failed:
        return _failed(event, acting, failed.cause, failed.repair)
    return RecordSample(
        sample=event.sample,
        receipt=receipt,
        number=invoice.number,
        issue_date=invoice.issue_date,
        payable=payable(invoice),
        ubl=await acting.documents.keep(ubl, UBL, f"{NUMBER}.xml"),
        pdf=await acting.documents.keep(pdf, PDF, f"{NUMBER}.pdf"),
        at=acting.now,
    )


def sample_invoice(event: SampleOrdered, today: date) -> model.Invoice:
    """Composes a valid invoice of three lines to the company that asked, without any account to pay to."""
    whole = as_sample(examples.swedish(), event.language)
    buyer = msgspec.structs.replace(whole.buyer, name=event.name)
    note = NOTES[event.language]
    return msgspec.structs.replace(whole, number=NUMBER, issue_date=today, due_date=today, buyer=buyer, notes=(note,))


def payable(invoice: model.Invoice) -> Money:
    return Money(totals(invoice).payable, invoice.currency)


def consignment(event: SampleOrdered, invoice: model.Invoice, ubl: bytes, pdf: bytes) -> Consignment:
    """Collects what the channel is given; an address that was erased counts as none."""
    return Consignment(
        document=event.sample,
        supplier_name=SENDER,
        receiver_name=event.name,
        number=invoice.number,
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        payable=payable(invoice),
        language=event.language,
        email=None if event.email is None or event.email.is_redacted else event.email,
        ubl=ubl,
        ubl_name=f"{NUMBER}.xml",
        pdf=pdf,
        pdf_name=f"{NUMBER}.pdf",
        sample=True,
    )


def _failed(event: SampleOrdered, acting: Acting, cause: str, repair: str) -> RecordSampleFailure:
    return RecordSampleFailure(sample=event.sample, cause=cause, repair=repair, at=acting.now)  # type: ignore[arg-type]
