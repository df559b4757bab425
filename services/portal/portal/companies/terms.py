"""The user terms: read and downloaded before they are accepted, and who of a company accepted which words when."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import Response
from pydantic import Field

from contracts.portal import v1 as portal
from contracts.terms import SALE_TERMS_VERSION, UserTerms, versions
from portal.companies.acting import Admin, Viewer
from portal.companies.shown import TermsInForce, TermsOfACompany
from portal.companies.view import acceptances_of, company_of
from portal.edge.asking import Pending, RequestId, TheEdge, answered
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of, files_of
from portal.edge.problems import Problem

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
    return accepted in known[known.index(in_force(datetime.now(UTC).date()).version) :]


@router.get("/terms", response_model=TermsInForce)
async def terms() -> dict[str, Any]:
    """The user terms in force with version and SHA-256, every version there is, and the terms of sale."""
    current = in_force(datetime.now(UTC).date())
    return {
        "user_terms": {
            "version": current.version,
            "sha256": current.sha256,
            "in_force_from": current.in_force_from,
            "language": "sv",
            "text": current.text,
        },
        "versions": [
            {"version": one.version, "sha256": one.sha256, "in_force_from": one.in_force_from} for one in versions()
        ],
        "terms_of_sale": {"version": SALE_TERMS_VERSION},
    }


@router.get("/terms/{version}", **files_of("text/markdown"))
async def download(version: str) -> Response:
    """One version as a file: the bytes whose SHA-256 is accepted."""
    for one in versions():
        if one.version == version:
            name = f"stafett-user-terms-{one.version}.sv.md"
            headers = {"content-disposition": f'attachment; filename="{name}"', "content-language": "sv"}
            return Response(one.text.encode(), media_type="text/markdown; charset=utf-8", headers=headers)
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
    current = in_force(datetime.now(UTC).date())
    return {
        "in_force": {"version": current.version, "sha256": current.sha256},
        "asked": "terms" in company["missing"] or not any(is_enough(row["version"]) for row in rows),
        "accepted": rows,
    }
