"""What `einvoice.drafts` composes an invoice from, as this service knows it: the two parties and the attachments."""

from __future__ import annotations

from contracts.values import Address
from einvoice import model
from einvoice.drafts import Company
from invoicing.drafts.attachments import Enclosure
from invoicing.parties.party import Party


def seller_of(party: Party) -> Company:
    """The party as a seller. It must be registered."""
    return _company(party, party.seller_address)


def buyer_of(party: Party) -> Company:
    """The party as a buyer. It must be registered."""
    return _company(party, party.buyer_address)


def attachment(position: int, enclosure: Enclosure) -> model.Attachment:
    """An attachment as the UBL carries it (BG-24), whose identifier is `position`, counted from 1."""
    return model.Attachment(
        id=str(position),
        description=enclosure.document.name,
        content=enclosure.content,
        mime="application/pdf",
        filename=enclosure.document.name,
    )


def _company(party: Party, address: Address | None) -> Company:
    return Company(
        country=party.country,
        name=party.name,
        number=party.number.reveal() if party.number else "",
        vat_number=party.vat_number.reveal() if party.vat_number else "",
        legal_form=party.legal_form,
        address=address,
        language=party.language,
        f_tax=party.f_tax,
    )
