"""What people asked of support, and what the operator's staff answered."""

from typing import ClassVar, Literal
from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, DocumentRef, Language, Personal, PersonId


class SupportCaseOpened(Fact):
    """Somebody asks the operator for help, or staff write down what was asked by telephone (`side`).

    For a person without a company, `company` is the person's own id.
    """

    company: CompanyId
    person: PersonId
    case: UUID
    category: str
    title: Personal[str]
    form: Personal[dict[str, str]]
    text: Personal[str]
    attachments: tuple[DocumentRef, ...] = ()
    name: Personal[str]
    email: Personal[str]
    language: Language
    side: Literal["customer", "operator"] = "customer"
    answered_by: ClassVar = ("support.case_opened", "support.case_refused")


class SupportCaseAnswered(Fact):
    """`person` added an answer to a case, on the side of the customer or of the operator."""

    company: CompanyId
    person: PersonId
    case: UUID
    side: Literal["customer", "operator"]
    text: Personal[str]
    attachments: tuple[DocumentRef, ...] = ()
    answered_by: ClassVar = ("support.case_answered", "support.case_refused")


class SupportCaseClosed(Fact):
    """The operator found a solution, or who asked needs no answer any more."""

    company: CompanyId
    person: PersonId
    case: UUID
    side: Literal["customer", "operator"]
    answered_by: ClassVar = ("support.case_closed", "support.case_refused")


class SupportCaseReopened(Fact):
    """A case was reopened, because it was not solved after all."""

    company: CompanyId
    person: PersonId
    case: UUID
    side: Literal["customer", "operator"]
    answered_by: ClassVar = ("support.case_reopened", "support.case_refused")
