"""The user terms: read and downloaded before they are accepted, and who of a company accepted which words when."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, cast

from fastapi import Request, Response
from pydantic import Field

from contracts.portal import v1 as portal
from contracts.terms import Terms, UserTerms, sale_versions, versions
from contracts.values import Language
from portal.companies.acting import Admin, Viewer
from portal.companies.shown import TermsInForce, TermsOfACompany
from portal.companies.view import acceptances_of, company_of
from portal.edge.asking import Pending, RequestId, TheEdge, answered
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of, files_of
from portal.edge.problems import Problem, language_of

router = Api(prefix="/api/v1", tags=["companies"], scope="company:write")


class TermsAcceptance(Input):
    version: Annotated[str, Field(max_length=40)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


def in_force(day: date) -> UserTerms:
    """The version in force on a day; the first one before there was any."""
    begun = [terms for terms in versions() if terms.in_force_from <= day]
    return begun[-1] if begun else versions()[0]


def is_enough(accepted: str) -> bool:
    """Whether a version that was accepted is in force today, or comes after the one that is."""
    known = [terms.version for terms in versions()]
    return accepted in known[known.index(in_force(today()).version) :]


def sale_terms(day: date) -> Terms:
    """The terms of sale in force on a day."""
    begun = [terms for terms in sale_versions() if terms.in_force_from <= day]
    return begun[-1] if begun else sale_versions()[0]


def today() -> date:
    return datetime.now(UTC).date()


@router.get("/terms", response_model=TermsInForce)
async def terms(request: Request) -> dict[str, Any]:
    """The user terms and the terms of sale in force, in the reader's language, and every version there is.

    Each language has words, and so a SHA-256, of its own; whichever was read may be accepted.
    """
    language = spoken_by(request)
    return {
        "user_terms": _shown(in_force(today()), language),
        "versions": [
            {"version": one.version, "sha256": one.sha256, "in_force_from": one.in_force_from} for one in versions()
        ],
        "terms_of_sale": _shown(sale_terms(today()), language),
    }


def _shown(terms: Terms, language: Language) -> dict[str, Any]:
    return {
        "version": terms.version,
        "sha256": terms.sha256_in(language),
        "in_force_from": terms.in_force_from,
        "language": language,
        "text": terms.text_in(language),
    }


def spoken_by(request: Request) -> Language:
    return cast("Language", language_of(request))


@router.get("/terms/{version}", **files_of("text/markdown"))
async def download(version: str, request: Request, language: Language | None = None) -> Response:
    """One version of the user terms as a file: the bytes whose SHA-256 is accepted."""
    return _file(versions(), version, language or spoken_by(request), "user-terms")


@router.get("/terms-of-sale/{version}", **files_of("text/markdown"))
async def download_terms_of_sale(version: str, request: Request, language: Language | None = None) -> Response:
    """One version of the terms of sale as a file."""
    return _file(sale_versions(), version, language or spoken_by(request), "terms-of-sale")


def _file(known: Sequence[Terms], version: str, language: Language, name: str) -> Response:
    for one in known:
        if one.version == version:
            disposition = f'attachment; filename="stafett-{name}-{one.version}.{language}.md"'
            headers = {"content-disposition": disposition, "content-language": language}
            content = one.text_in(language).encode()
            return Response(content, media_type="text/markdown; charset=utf-8", headers=headers)
    raise Problem("terms.not-found")


@router.post("/companies/{company}/terms", **answers_of(portal.TermsAccepted))
async def accept_terms(
    body: TermsAcceptance, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Accepts the user terms, in these exact words."""
    fact = portal.TermsAccepted(
        company=acting.company, person=acting.person.id, version=body.version, sha256=body.sha256
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.get("/companies/{company}/terms", response_model=TermsOfACompany)
async def acceptances(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """Which terms are in force, whether the company is asked to accept them, and who accepted what when."""
    rows = await acceptances_of(edge.db, acting.company, edge.settings.list_rows_max)
    company = await company_of(edge.db, acting.company)
    assert company is not None
    current = in_force(today())
    return {
        "in_force": {"version": current.version, "sha256": current.sha256},
        "asked": "terms" in company["missing"] or not any(is_enough(row["version"]) for row in rows),
        "accepted": rows,
    }
