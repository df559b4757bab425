"""Coming aboard: look-up, registration, addresses, and what is still missing."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Response
from pydantic import EmailStr, Field

from chassis import derived_id
from contracts.portal import v1 as portal
from contracts.values import Address, CompanyId, Country, Language, Personal
from portal.companies.acting import Admin, Viewer
from portal.companies.shown import CompanyPage
from portal.companies.terms import is_enough
from portal.companies.view import accounts_of, addresses_of, changes_of, company_of
from portal.edge.asking import Pending, RequestId, TheEdge, ThePerson, answered
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of
from portal.edge.problems import Problem
from portal.network.view import receptions_of

router = Api(prefix="/api/v1", tags=["companies"], scope="company:write")


class LookUp(Input):
    country: Country = "SE"
    search: Annotated[str, Field(min_length=2, max_length=200)]


class CompanyRegistration(Input):
    """A company as the person vouches for it. Exactly one of `vat_number` and `no_vat_number`."""

    country: Country = "SE"
    number: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    legal_form: Annotated[str, Field(max_length=100)] = ""
    vat_number: Annotated[str, Field(max_length=40)] | None = None
    no_vat_number: bool = False
    no_vat_reason: Annotated[str, Field(max_length=200)] = ""
    contact_email: EmailStr | None = None
    language: Language | None = None
    lookup: UUID | None = None


class AddressInput(Input):
    name: str
    street: str
    postcode: Annotated[str, Field(max_length=20)]
    city: str
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "SE"
    phone: Annotated[str, Field(max_length=40)] = ""


@router.post("/company-lookups", **answers_of(portal.CompanyLookupRequested))
async def look_up(
    body: LookUp, person: ThePerson, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Looks a company up in the register of its country, by number or by name: none, one or many hits."""
    await edge.limited("look-up", str(person.id), per_minute=edge.settings.guesses_per_minute)
    fact = portal.CompanyLookupRequested(
        request=request, person=person.id, country=body.country, query=Personal(body.search)
    )
    return answered(await edge.tell(fact, request, person.id), request, response)


@router.post("/companies", status_code=201, **answers_of(portal.CompanyRegistrationRequested, next=str))
async def register(
    body: CompanyRegistration, person: ThePerson, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """A company comes aboard; the person becomes its owner. `next` is where its invitations wait (S3-29)."""
    fact = portal.CompanyRegistrationRequested(
        company=CompanyId(derived_id(request, "company")),
        person=person.id,
        country=body.country,
        number=Personal(body.number),
        name=body.name,
        legal_form=body.legal_form,
        vat_number=Personal(body.vat_number) if body.vat_number else None,
        no_vat_number=body.no_vat_number,
        no_vat_reason=body.no_vat_reason,
        contact_name=Personal(f"{person.given_name} {person.family_name}"),
        contact_email=Personal(body.contact_email or person.email),
        language=body.language or person.language,
        lookup=body.lookup,
    )
    answer = await edge.tell(fact, request, person.id)
    if answer is not None and answer.NAME == "company_already_registered":
        raise Problem("company.already-registered")
    told = answered(answer, request, response, 201)
    return told if isinstance(told, Pending) else told | {"next": invitations_of(fact.company)}


def invitations_of(company: CompanyId) -> str:
    return f"/api/v1/companies/{company}/invitations/received"


@router.get("/companies/{company}", response_model=CompanyPage)
async def company_page(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """The company with addresses, accounts, how it receives, and what is still missing before it can send."""
    db, company = edge.db, acting.company
    row = await company_of(db, company)
    assert row is not None
    return {
        **row,
        "addresses": await addresses_of(db, company),
        "bank_accounts": await accounts_of(db, company),
        "bank_account_changes": await changes_of(db, company),
        "receptions": await receptions_of(db, company),
        "completeness": completeness(row),
    }


def completeness(row: Mapping[str, Any]) -> dict[str, Any]:
    """What is missing before the company is ready, and before it can send: the signature too (S3-43, S4-06)."""
    outdated = row["terms_version"] is not None and not is_enough(row["terms_version"])
    missing = [*(["terms"] if outdated and "terms" not in row["missing"] else []), *row["missing"]]
    unsigned = [] if row["signed_at"] else ["signature"]
    to_send = [*missing, *unsigned]
    return {"ready": not missing, "can_send": not to_send, "missing": missing, "missing_to_send": to_send}


@router.put("/companies/{company}/addresses/{kind}", **answers_of(portal.AddressSaved))
async def save_address(
    kind: Literal["default", "invoice", "visit"],
    body: AddressInput,
    acting: Admin,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """Saves an address; `default` is the one that invoices show."""
    fact = portal.AddressSaved(
        company=acting.company, person=acting.person.id, kind=kind, address=Address(**body.model_dump())
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.delete("/companies/{company}/addresses/{kind}", **answers_of(portal.AddressRemoved))
async def remove_address(
    kind: Literal["default", "invoice", "visit"],
    acting: Admin,
    request: RequestId,
    response: Response,
    edge: TheEdge,
) -> dict[str, Any] | Pending:
    """Removes an address; the default one always stays."""
    fact = portal.AddressRemoved(company=acting.company, person=acting.person.id, kind=kind)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)
