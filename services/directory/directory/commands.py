"""What may be asked of the directory; never on the wire."""

from datetime import date
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import Language, Personal, ReferenceRule


class Join(Command, lane="company"):
    company: UUID
    name: str
    language: Language
    contact_email: Personal[str]


class InviteCustomer(Command, lane="company"):
    company: UUID
    invitation: UUID
    customer_number: str
    customer_name: str
    email: Personal[str]
    language: Language


class Enrol(Command, lane="company"):
    company: UUID
    customer_number: str
    code: Personal[str]


class ChooseReception(Command, lane="company"):
    company: UUID
    document_type: Literal["invoice"]
    method: Literal["email", "inbox"]
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None = None


class SetBuyerRules(Command, lane="company"):
    company: UUID
    rules: tuple[ReferenceRule, ...]
    valid_from: date
