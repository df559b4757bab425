"""Samples: documents that look like those that are issued, and that nobody can pay by mistake."""

from __future__ import annotations

import msgspec

from einvoice.model import Invoice
from einvoice.pdf.words import words


def as_sample(invoice: Invoice, language: str) -> Invoice:
    """The invoice without account, reference, mandate or payee, in whatever syntax it is written; it says what it is.

    Codes to scan and barcodes are made of the payment means (BG-16), so there are none either. The PDF of a sample is
    rendered with `sample=True`, which says so on every page. Raises ValueError for a language that there is not.
    """
    told = words(language)["sample"]
    return msgspec.structs.replace(
        invoice, payment_means=(), payee=None, payment_terms=told, notes=(told, *invoice.notes)
    )
