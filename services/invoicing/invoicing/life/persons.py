"""The names of persons in a draft: sealed beside it in the store, each under the key of its person."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from contracts.draft_parts import DraftPayee
from contracts.values import InvoiceDraft, Personal
from invoicing.life.events import InvoiceDrafted


class Persons(TypedDict):
    """The fields of `InvoiceDrafted` that hold them; a sole trader's name and number are a person's too."""

    reference_person: Personal[str]
    seller_reference: Personal[str]
    delivery_name: Personal[str] | None
    payee_name: Personal[str] | None
    payee_number: Personal[str] | None


def persons_in(draft: InvoiceDraft) -> Persons:
    payee = draft.payee
    return Persons(
        reference_person=Personal(draft.reference_person),
        seller_reference=Personal(draft.seller_reference),
        delivery_name=Personal(draft.delivery_name) if draft.delivery_name else None,
        payee_name=Personal(payee.name) if payee else None,
        payee_number=Personal(payee.number) if payee and payee.number else None,
    )


def without_persons(draft: InvoiceDraft) -> InvoiceDraft:
    """The draft as it is stored in clear."""
    return replace(draft, reference_person="", seller_reference="", delivery_name="", payee=None)


def with_persons(event: InvoiceDrafted) -> InvoiceDraft:
    """The draft as it was written; what was erased since is empty."""
    payee = None
    if event.payee_name is not None:
        payee = DraftPayee(clear(event.payee_name), clear(event.payee_number))
    return replace(
        event.draft,
        reference_person=clear(event.reference_person),
        seller_reference=clear(event.seller_reference),
        delivery_name=clear(event.delivery_name),
        payee=payee,
    )


def clear(value: Personal[str] | None) -> str:
    """The value, or nothing when there is none or its person was erased."""
    return "" if value is None or value.is_redacted else value.reveal()
