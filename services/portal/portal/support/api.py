"""Support: asking the operator for help, following one's cases, answering."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field

from chassis import derived_id
from contracts.case_forms import case_forms
from contracts.portal import v1 as portal
from contracts.values import CompanyId, DocumentRef, Personal
from portal.companies.view import joined
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, ThePerson, answered
from portal.edge.downloads import download
from portal.edge.inputs import LINES, Input
from portal.edge.operations import Api, answers_of, files_of
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem, language_of
from portal.edge.sent_files import PDF, PICTURES, body_of
from portal.edge.shown import Kept
from portal.people.people import Person
from portal.support.shown import CaseForm, CaseLine, CasePage
from portal.support.view import case_of, cases_of, messages_of
from portal.telling.reading import Page, Row

router = Api(prefix="/api/v1/support", tags=["support"])

Text = Annotated[str, Field(max_length=10_000), LINES]
Form = Annotated[
    dict[Annotated[str, Field(max_length=50)], Annotated[str, Field(max_length=500)]], Field(max_length=20), LINES
]


class CaseAttachment(Input):
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    media_type: Annotated[str, Field(max_length=100)]
    size: Annotated[int, Field(ge=1)]
    name: Annotated[str, Field(min_length=1, max_length=200)]

    def as_value(self) -> DocumentRef:
        return DocumentRef(**self.model_dump())


class Question(Input):
    """`company` is left out by one who asks in their own name."""

    company: CompanyId | None = None
    category: Annotated[str, Field(max_length=50)]
    title: Annotated[str, Field(max_length=200)]
    form: Annotated[Form, Field(default_factory=dict)]
    text: Text
    attachments: Annotated[tuple[CaseAttachment, ...], Field(max_length=10)] = ()


class Answer(Input):
    text: Text
    attachments: Annotated[tuple[CaseAttachment, ...], Field(max_length=10)] = ()


@router.get("/forms", response_model=list[CaseForm])
async def forms(request: Request) -> list[dict[str, Any]]:
    """What can be asked for, by which form, in the reader's language; where there is a `door`, the form goes there."""
    language = language_of(request)
    return [
        {
            "category": form.name,
            "title": form.titles[language],
            "mandatory": {field: titles[language] for field, titles in form.mandatory.items()},
            "optional": {field: titles[language] for field, titles in form.optional.items()},
            "door": form.door,
        }
        for form in case_forms().values()
        if form.offered or form.door
    ]


@router.post("/attachments", status_code=201, response_model=Kept)
async def attach(request: Request, name: str, person: ThePerson, edge: TheEdge) -> dict[str, Any]:
    """A PDF or a picture to attach: the bytes are the body, `name` the file name. Checked by content, not by name."""
    await edge.limited_upload(person)
    content = await body_of(request, edge.settings.attachment_bytes_max)
    kind = await edge.files.kind_of(content, name)
    if kind is None:
        types = ", ".join((PDF, *PICTURES.values()))
        raise Problem("case.attachment-of-other-type", name=name[:200], types=types)
    document = await edge.runtime.documents.keep(content, kind, name[:200])
    await edge.uploads.keep(person.id, "case", document)
    return {"sha256": document.sha256, "media_type": kind, "size": document.size, "name": document.name}


@router.post("/cases", status_code=201, **answers_of(portal.SupportCaseOpened))
async def ask(
    body: Question, person: ThePerson, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Opens a case. The answer has its reference, and the answers to it come by mail and here."""
    await edge.limited("ask", str(person.id), per_minute=edge.settings.guesses_per_minute)
    if body.company is not None and body.company not in await owners_of(person, edge):
        raise Problem("company.not-found")
    fact = portal.SupportCaseOpened(
        company=body.company or own_name(person),
        person=person.id,
        case=derived_id(request, "case"),
        category=body.category,
        title=Personal(body.title),
        form=Personal(dict(body.form)),
        text=Personal(body.text),
        attachments=await enclosed(body.attachments, person, edge),
        name=Personal(f"{person.given_name} {person.family_name}"),
        email=Personal(person.email),
        language=person.language,
    )
    return answered(await edge.tell(fact, request, person.id), request, response, 201)


@router.get("/cases", response_model=list[CaseLine])
async def list_cases(person: ThePerson, edge: TheEdge, paging: ThePaging) -> list[dict[str, Any]]:
    """One's own cases and those of one's companies, the latest first (S2-22)."""
    return paging.shown(await cases_of(edge.db, await owners_of(person, edge), paging.page), "changed_at")


async def my_cases(person: Person, edge: Edge) -> list[dict[str, Any]]:
    """Those that a page shows, the latest first."""
    return await cases_of(edge.db, await owners_of(person, edge), Page(edge.settings.list_rows_max))


@router.get("/cases/{case}", response_model=CasePage)
async def my_case(case: UUID, person: ThePerson, edge: TheEdge) -> dict[str, Any]:
    """One case with everything that was said in it."""
    return await told(await mine(case, person, edge), edge)


@router.get("/cases/{case}/attachments/{sha256}", **files_of(PDF, *PICTURES.values()))
async def attachment(case: UUID, sha256: str, person: ThePerson, edge: TheEdge) -> Response:
    """A file that was attached to something said in the case."""
    return await attached(await mine(case, person, edge), sha256, edge)


@router.post("/cases/{case}/answers", status_code=201, **answers_of(portal.SupportCaseAnswered))
async def answer(
    case: UUID, body: Answer, person: ThePerson, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Says something more; a closed case opens again by it."""
    row = await mine(case, person, edge)
    return await said(row["company"], case, "customer", body, person, request, response, edge)


@router.post("/cases/{case}/{step}", **answers_of(portal.SupportCaseClosed, portal.SupportCaseReopened))
async def step(
    case: UUID,
    step: Literal["close", "reopen"],
    person: ThePerson,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """Ends a case that needs no answer any more, or takes it up again."""
    row = await mine(case, person, edge)
    return await stepped(step, row["company"], case, "customer", person, request, response, edge)


# What one's own cases and the desk have in common.


def own_name(person: Person) -> CompanyId:
    """Who belongs to no company asks in their own name: the person's id stands where a company's would."""
    return CompanyId(person.id)


async def owners_of(person: Person, edge: Edge) -> list[CompanyId]:
    """In whose names a person may ask: their own, and those of their companies."""
    return [own_name(person), *await joined(edge.db, person.id)]


async def mine(case: UUID, person: Person, edge: Edge) -> Row:
    """Raises Problem `case.not-found`, for another's case too."""
    row = await case_of(edge.db, case)
    if row is None or row["company"] not in await owners_of(person, edge):
        raise Problem("case.not-found")
    return row


async def enclosed(attachments: tuple[CaseAttachment, ...], person: Person, edge: Edge) -> tuple[DocumentRef, ...]:
    """What a person attaches, which they must have uploaded themselves."""
    return await edge.uploads.own(person.id, "case", [one.as_value() for one in attachments])


async def told(row: Row, edge: Edge) -> dict[str, Any]:
    """A case with everything that was said in it."""
    return {**row, "messages": await messages_of(edge.db, row["id"])}


async def attached(row: Row, sha256: str, edge: Edge) -> Response:
    for message in (await told(row, edge))["messages"]:
        for one in message["attachments"]:
            if one["sha256"] == sha256:
                return await download(edge, one)
    raise Problem("document.not-found")


async def said(
    company: CompanyId,
    case: UUID,
    side: Literal["customer", "operator"],
    body: Answer,
    person: Person,
    request: UUID,
    response: Response,
    edge: Edge,
) -> dict[str, Any] | Pending:
    fact = portal.SupportCaseAnswered(
        company=company,
        person=person.id,
        case=case,
        side=side,
        text=Personal(body.text),
        attachments=await enclosed(body.attachments, person, edge),
    )
    return answered(await edge.tell(fact, request, person.id), request, response, 201)


async def stepped(
    step: Literal["close", "reopen"],
    company: CompanyId,
    case: UUID,
    side: Literal["customer", "operator"],
    person: Person,
    request: UUID,
    response: Response,
    edge: Edge,
) -> dict[str, Any] | Pending:
    kind = portal.SupportCaseClosed if step == "close" else portal.SupportCaseReopened
    fact = kind(company=company, person=person.id, case=case, side=side)
    return answered(await edge.tell(fact, request, person.id), request, response)
