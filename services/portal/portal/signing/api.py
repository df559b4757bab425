"""Signing for a company: begun, looked at, given up."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field

from chassis import derived_id
from contracts.portal import v1 as portal
from contracts.values import Country, Personal
from portal.companies.acting import Admin, Viewer
from portal.edge.asking import Pending, RequestId, TheEdge, answered, client_of
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of
from portal.edge.problems import Problem, language_of, sentence, sentences
from portal.signing.shown import SigningPage
from portal.signing.view import signing_of

router = Api(prefix="/api/v1", tags=["signing"])

BEGIN, OTHER = "signing-progress.outstandingTransaction", "signing-failed.other"


class SigningInput(Input):
    """Who signs, and with which electronic identity: BankID on a phone, or one of the Nordic ones by Visma Sign."""

    personal_number: Annotated[str, Field(min_length=10, max_length=15)]
    authority_declared: bool
    provider: Literal["bankid", "visma-sign"] = "bankid"
    number_country: Country = "SE"


@router.post("/companies/{company}/signings", status_code=201, **answers_of(portal.SigningRequested))
async def start_signing(
    body: SigningInput, acting: Admin, request: RequestId, response: Response, edge: TheEdge, call: Request
) -> dict[str, Any] | Pending:
    """Starts the digital signing. BankID: a start token for this device, and QR frames, one a second, for another.

    Visma Sign: `page`, where the person goes to sign, and comes back from.
    """
    await edge.limited("signing", str(acting.person.id), per_minute=edge.settings.guesses_per_minute)
    fact = portal.SigningRequested(
        company=acting.company,
        person=acting.person.id,
        signing=derived_id(request, "signing"),
        personal_number=Personal(body.personal_number),
        authority_declared=body.authority_declared,
        ip_address=Personal(client_of(call)),
        provider=body.provider,
        number_country=body.number_country,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.get("/companies/{company}/signings/{signing}", response_model=SigningPage)
async def signing_page(signing: UUID, acting: Viewer, edge: TheEdge, call: Request) -> dict[str, Any]:
    """How far a signing has come: `started`, `signed` or `failed`, and in `says` a sentence in the reader's language.

    `authority` is `verified` when the company's register says so, and `declared` as long as only the signer did.
    """
    row = await signing_of(edge.db, acting.company, signing)
    if row is None:
        raise Problem("signing.not-found")
    return {**row, "says": what_it_says(row["status"], row["hint"], row["reason"], language_of(call))}


def what_it_says(status: str, hint: str | None, reason: str | None, language: str) -> str:
    """What the person should do now, or why it ended: a hint or a reason without words of its own gets the general."""
    if status == "started":
        return _words(f"signing-progress.{hint}", language) or _words(BEGIN, language)
    if status == "failed":
        return _words(f"signing-failed.{reason}", language) or _words(OTHER, language)
    return ""


def _words(code: str, language: str) -> str:
    return sentence(code, language, {}) if code in sentences() else ""


@router.delete("/companies/{company}/signings/{signing}", **answers_of(portal.SigningCancelled))
async def cancel_signing(
    signing: UUID, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Gives a signing up; everything else stays as it was."""
    fact = portal.SigningCancelled(company=acting.company, person=acting.person.id, signing=signing)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)
