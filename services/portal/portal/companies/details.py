"""A company's own pages: what is known of it, its terms, its address and its bank accounts."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.terms import Terms
from portal.companies import api, bank_accounts
from portal.companies import terms as user_terms
from portal.companies.here import CompanyPage, TheAdminsCompany, TheCompany
from portal.companies.view import acceptances_of, accounts_of, addresses_of, changes_of
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import TheForm
from portal.edge.problems import UNPROCESSABLE
from portal.edge.reader import Reader, TheReader

router = APIRouter(prefix="/c/{company}")
open_to_all = APIRouter()

ADDRESS_AT = {"address.postcode-malformed": "postcode", "address.country-unknown": "country"}
ACCOUNT_AT = {
    "bank-account.number-malformed": "number",
    "bank-account.saved-already": "number",
    "bank-account.held-already": "number",
    "bank-account.country-differs": "number",
    "bank-account.bic-malformed": "bic",
}
KINDS = {"SE": ("bankgiro", "plusgiro", "iban")}
COUNTRIES = ("SE", "DK", "NO", "FI")
OCR_LEVELS = ("soft", "hard", "length", "fixed")


@router.get("/company")
async def company_page(here: TheCompany, edge: TheEdge) -> Response:
    """Everything that is known of the company, each with the page that changes it (S3-23)."""
    company = here.acting.company
    return here.show(
        "company.html",
        address=(await addresses_of(edge.db, company)).get("default"),
        accounts=await accounts_of(edge.db, company),
        changes=await changes_of(edge.db, company),
        acceptances=await acceptances_of(edge.db, company, edge.settings.list_rows_max),
        may_change=here.may("admin"),
    )


# Terms.


@open_to_all.get("/terms")
async def terms_for_all(reader: TheReader) -> Response:
    return _terms_to_read(reader, user_terms.in_force(user_terms.today()), "terms")


@open_to_all.get("/terms/sale")
async def terms_of_sale(reader: TheReader) -> Response:
    return _terms_to_read(reader, user_terms.sale_terms(user_terms.today()), "terms-of-sale")


def _terms_to_read(reader: Reader, terms: Terms, kind: str) -> Response:
    return reader.page("terms.html", **_words(reader, terms, kind))


def _words(reader: Reader, terms: Terms, kind: str) -> dict[str, Any]:
    """The terms in the reader's language, line by line, and the file of the same words."""
    lines = [line for line in terms.text_in(reader.language).splitlines() if line.strip()]
    return {
        "terms": terms,
        "lines": lines,
        "sha256": terms.sha256_in(reader.language),
        "file": f"/api/v1/{kind}/{terms.version}?language={reader.language}",
    }


@router.get("/terms")
async def terms_page(here: TheCompany, edge: TheEdge) -> Response:
    return await _terms(here, edge, NOTHING_SAID)


@router.post("/terms")
async def accept_terms(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """Accepts the words that were shown, by their SHA-256."""
    if not form["read"]:
        return await _terms(here, edge, Said(UNPROCESSABLE, form.fields, {"read": here.reader.t("terms.tick")}))

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(user_terms.TermsAcceptance)
        return await user_terms.accept_terms(body, here.acting, request, response, edge)

    return await act(form, here.reader, route, done=here.path, again=partial(_terms, here, edge))


async def _terms(here: CompanyPage, edge: Edge, said: Said) -> Response:
    current = user_terms.in_force(user_terms.today())
    accepted = await acceptances_of(edge.db, here.acting.company, edge.settings.list_rows_max)
    return here.show(
        "company_terms.html",
        said=said,
        accepted=accepted,
        is_asked="terms" in here.company["missing"]
        or not any(user_terms.is_enough(row["version"]) for row in accepted),
        may_accept=here.may("admin"),
        **_words(here.reader, current, "terms"),
    )


# The address.


@router.get("/address")
async def address_page(here: TheAdminsCompany, edge: TheEdge) -> Response:
    return await _address(here, edge, NOTHING_SAID)


@router.post("/address")
async def save_address(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.AddressInput)
        return await api.save_address("default", body, here.acting, request, response, edge)

    return await act(form, here.reader, route, done=here.path, again=partial(_address, here, edge), fields=ADDRESS_AT)


async def _address(here: CompanyPage, edge: Edge, said: Said) -> Response:
    known = (await addresses_of(edge.db, here.acting.company)).get("default")
    filled = known or {"name": here.company["name"], "country": here.company["country"]}
    country = said.filled.get("country") or filled["country"]
    codes = COUNTRIES if country in COUNTRIES else (*COUNTRIES, country)
    names = [(code, here.reader.word("country", code)) for code in codes]
    return here.show("address.html", said=said, filled=filled, countries=names)


# Bank accounts.


@router.get("/bank-accounts")
async def accounts_page(here: TheAdminsCompany, edge: TheEdge) -> Response:
    return await _accounts(here, edge, NOTHING_SAID)


@router.post("/bank-accounts")
async def add_account(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """The first one is used at once; each later one is held for a while, and stands among what waits."""

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(bank_accounts.AccountInput, country=form["country"].upper() or here.company["country"])
        return await bank_accounts.save_account(body, here.acting, request, response, edge)

    first = not await accounts_of(edge.db, here.acting.company)
    done = here.path if first else f"{here.path}/bank-accounts"
    return await act(form, here.reader, route, done=done, again=partial(_accounts, here, edge), fields=ACCOUNT_AT)


@router.post("/bank-accounts/{account}/remove")
async def remove_account(account: UUID, form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await bank_accounts.remove_account(account, here.acting, request, response, edge)

    return await act(form, here.reader, route, done=f"{here.path}/bank-accounts", again=partial(_accounts, here, edge))


async def _accounts(here: CompanyPage, edge: Edge, said: Said) -> Response:
    company, country = here.acting.company, here.company["country"]
    kinds = KINDS.get(country, ("iban",))
    accounts = await accounts_of(edge.db, company)
    filled = {"kind": kinds[0], "default": "" if accounts else "yes", "country": country, "ocr_level": OCR_LEVELS[0]}
    return here.show(
        "bank_accounts.html",
        said=said,
        filled=filled,
        accounts=accounts,
        changes=await changes_of(edge.db, company),
        kinds=[(kind, here.reader.t(f"account.{kind}")) for kind in kinds],
        ocr_levels=[(level, here.reader.t(f"account.ocr_{level}")) for level in OCR_LEVELS],
    )
