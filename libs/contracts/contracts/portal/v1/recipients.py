"""What people did to find recipients: look-ups outside, requests to the operator, customer registers uploaded."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.fact import Fact
from contracts.values import CompanyId, Country, DocumentRef, Language, Personal, PersonId


class RecipientLookupRequested(Fact):
    """Somebody asks the networks outside for a recipient: by name, company number, GLN or Peppol id."""

    company: CompanyId
    person: PersonId
    lookup: UUID
    country: Country
    query: Personal[str]
    document_type: Literal["invoice", "credit-note"] = "invoice"
    answered_by: ClassVar = ("directory.recipient_lookup_answered", "directory.recipient_lookup_refused")


class RecipientRequested(Fact):
    """A sender asks the operator to add a recipient, or to update one that has changed operator.

    The particulars come from the recipient: they are a claim that the operator checks.
    """

    company: CompanyId
    person: PersonId
    request: UUID
    kind: Literal["register", "update"] = "register"
    name: str
    country: Country
    number: Personal[str]
    operator: str
    email: Personal[str]
    gln: str = ""
    e_invoice_required: bool = False
    answered_by: ClassVar = ("directory.recipient_request_received", "directory.recipient_request_refused")


class RecipientRequestDecided(Fact):
    """One of the operator's staff took a request on, granted it or refused it; `note` says on what ground.

    `company` is the sender who asked. Where the operator found other particulars than the claim, it gives them.
    """

    company: CompanyId
    person: PersonId
    request: UUID
    decision: Literal["take", "grant", "refuse"]
    note: str = ""
    operator: str = ""
    participant: Personal[str] | None = None
    e_invoice_required: bool | None = None
    answered_by: ClassVar = (
        "directory.recipient_request_taken",
        "directory.recipient_registered",
        "directory.recipient_updated",
        "directory.recipient_request_refused",
        "directory.recipient_decision_refused",
    )


class CustomerRegisterUploaded(Fact):
    """A supplier uploaded its customer register. A dry run finds what is wrong and changes nothing.

    `columns` says which column of the file is which (field -> header) where the words of the header do not.
    """

    company: CompanyId
    person: PersonId
    upload: UUID
    document: DocumentRef
    country: Country
    language: Language = "sv"
    columns: dict[str, str] = Field(default_factory=dict)
    dry_run: bool = True
    invite: bool = False
    answered_by: ClassVar = ("directory.customer_register_import_begun", "directory.customer_register_refused")
