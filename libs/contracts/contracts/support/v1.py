"""Cases: what somebody asks of the operator, the answers from both sides, and how it ended."""

from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, DocumentRef, Language, Personal, PersonId


class CaseOpened(Fact):
    """A case was opened by a person, by the operator for somebody, or by a service about a fact it told (`matter`).

    `company` owns the case; for a person who asks in their own name it is the person's id.
    """

    company: CompanyId
    person: PersonId
    case: UUID
    reference: str
    opened_by: Literal["customer", "operator", "service"]
    category: str
    title: Personal[str]
    form: Personal[dict[str, str]]
    text: Personal[str]
    attachments: tuple[DocumentRef, ...] = ()
    name: Personal[str]
    email: Personal[str]
    language: Language
    matter: UUID | None = None


class CaseAnswered(Fact):
    """Somebody answered, on either side. `number` counts the answers of the case from 1."""

    company: CompanyId
    person: PersonId
    case: UUID
    reference: str
    answer: UUID
    number: int
    side: Literal["customer", "operator"]
    title: Personal[str]
    text: Personal[str]
    attachments: tuple[DocumentRef, ...] = ()
    email: Personal[str]
    language: Language


class CaseClosed(Fact):
    """The case has ended: solved, withdrawn by who asked, decided elsewhere, or quiet for a long time."""

    company: CompanyId
    person: PersonId
    case: UUID
    reference: str
    outcome: Literal["solved", "withdrawn", "quiet", "decided"]
    title: Personal[str]
    email: Personal[str]
    language: Language


class CaseReopened(Fact):
    """The case was reopened."""

    company: CompanyId
    person: PersonId
    case: UUID
    reference: str
    side: Literal["customer", "operator"]


class CaseRefused(Refusal):
    """An action on a case was refused."""

    case: UUID
