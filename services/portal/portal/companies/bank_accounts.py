"""Where a company is paid: accounts, and the changes of them that are held."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Response
from pydantic import Field

from chassis import derived_id
from contracts.portal import v1 as portal
from contracts.values import BankAccount
from portal.companies.acting import Acting, Admin, Owner
from portal.companies.view import has_account
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of
from portal.edge.problems import Problem

router = Api(prefix="/api/v1/companies/{company}", tags=["companies"], scope="company:write")


class AccountInput(Input):
    """`iban` takes the bank's own number too, in Denmark (registration and account number) and Norway."""

    kind: Literal["bankgiro", "plusgiro", "iban"]
    number: Annotated[str, Field(min_length=1, max_length=40)]
    bank: Annotated[str, Field(max_length=100)] = ""
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "SE"
    bic: Annotated[str, Field(max_length=11)] = ""
    ocr_level: Literal["soft", "hard", "length", "fixed"] = "soft"
    default: bool = True


@router.post("/bank-accounts", status_code=201, **answers_of(portal.BankAccountSaved))
async def save_account(
    body: AccountInput, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Adds an account. The first is used at once; each later one is held until its time has
    passed: then the answer is `bank_account_change_held`.
    """
    return await _save(derived_id(request, "account"), body, acting, request, response, edge, 201)


@router.put("/bank-accounts/{account}", **answers_of(portal.BankAccountSaved))
async def change_account(
    account: UUID, body: AccountInput, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Changes an account. Another number is held; another name of the bank, or default or not, is not."""
    await _require_own(account, acting, edge)
    return await _save(account, body, acting, request, response, edge, 200)


@router.delete("/bank-accounts/{account}", **answers_of(portal.BankAccountRemoved))
async def remove_account(
    account: UUID, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Removes an account; the default one always stays."""
    await _require_own(account, acting, edge)
    fact = portal.BankAccountRemoved(company=acting.company, person=acting.person.id, account=account)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.post("/bank-account-changes/{change}/confirm", **answers_of(portal.BankAccountChangeConfirmed))
async def confirm_change(
    change: UUID, acting: Owner, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """A second owner lets a change through before its time."""
    fact = portal.BankAccountChangeConfirmed(company=acting.company, person=acting.person.id, change=change)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.post("/bank-account-changes/{change}/refuse", **answers_of(portal.BankAccountChangeRefused))
async def refuse_change(
    change: UUID, acting: Owner, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Any owner stops a change that is held."""
    fact = portal.BankAccountChangeRefused(company=acting.company, person=acting.person.id, change=change)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


async def _save(
    account: UUID, body: AccountInput, acting: Acting, request: UUID, response: Response, edge: Edge, ok: int
) -> dict[str, Any] | Pending:
    fact = portal.BankAccountSaved(
        company=acting.company,
        person=acting.person.id,
        account=account,
        details=BankAccount(**body.model_dump(exclude={"default"})),
        default=body.default,
    )
    answer = await edge.tell(fact, request, acting.person.id)
    return answered(answer, request, response, ok)


async def _require_own(account: UUID, acting: Acting, edge: Edge) -> None:
    if not await has_account(edge.db, acting.company, account):
        raise Problem("bank-account.not-found")
