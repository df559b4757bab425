"""My customers and my suppliers: lists, one partner with its history, approval, contract text, and ending it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field

from contracts.portal import v1 as portal
from contracts.values import CompanyId
from portal.companies.acting import Acting, Admin, Viewer
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered
from portal.edge.inputs import LINES, Input, Reason, Search
from portal.edge.operations import Api, answers_of
from portal.edge.problems import Problem
from portal.network.view import approves_suppliers, contract_of
from portal.partners.shown import ContractInForce, PartnerList, PartnerPage, SupplierApproval
from portal.partners.view import Role, Wanted, history_of, page_of, partner_of, states_of, waiting_for_approval

router = Api(prefix="/api/v1/companies/{company}", tags=["network"], scope="customers:write")

Status = Literal["", "invited", "requested", "connected", "declined", "withdrawn", "expired", "ended"]
Page = Annotated[int, Query(ge=1, le=100_000)]
Size = Annotated[int, Query(ge=1, le=200)]


class ApprovalPolicy(Input):
    required: bool


class ApprovalDecision(Input):
    decision: Literal["approved", "refused"]
    reason: Annotated[str, Field(max_length=500), LINES] = ""


class ContractText(Input):
    """Empty for none."""

    text: Annotated[str, Field(max_length=20_000), LINES]


@router.get("/customers", response_model=PartnerList)
async def customers(
    acting: Viewer, edge: TheEdge, status: Status = "", search: Search = "", page: Page = 1, size: Size = 50
) -> dict[str, Any]:
    """Whom the company invoices, has invited or has asked; by name. `status=connected` are those one can invoice."""
    return await _listed("customer", acting.company, edge, status, search, page, size)


@router.get("/suppliers", response_model=PartnerList)
async def suppliers(
    acting: Viewer, edge: TheEdge, status: Status = "", search: Search = "", page: Page = 1, size: Size = 50
) -> dict[str, Any]:
    """From whom the company receives invoices, whom it has invited, and who asks; by name."""
    return await _listed("supplier", acting.company, edge, status, search, page, size)


@router.get("/customers/{customer}", response_model=PartnerPage)
async def customer_page(customer: CompanyId, acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """One customer, or one invitation by its id, with what has happened so far."""
    return await _partner("customer", customer, acting.company, edge)


@router.get("/suppliers/{supplier}", response_model=PartnerPage)
async def supplier_page(supplier: CompanyId, acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """One supplier, or one invitation by its id, with what has happened so far."""
    return await _partner("supplier", supplier, acting.company, edge)


@router.post("/customers/{customer}/end", **answers_of(portal.ConnectionEnded))
async def end_with_customer(
    customer: CompanyId, body: Reason, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Sends no more invoices to this customer through the network."""
    return await _end(customer, "supplier", body, acting, request, response, edge)


@router.post("/suppliers/{supplier}/end", **answers_of(portal.ConnectionEnded))
async def end_with_supplier(
    supplier: CompanyId, body: Reason, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Takes no more invoices from this supplier through the network."""
    return await _end(supplier, "customer", body, acting, request, response, edge)


@router.get("/supplier-approval", response_model=SupplierApproval)
async def approval_policy(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """Whether new suppliers are approved before their first invoice, and how many wait for it."""
    required = await approves_suppliers(edge.db, acting.company)
    return {"required": required, "waiting": await waiting_for_approval(edge.db, acting.company)}


@router.put("/supplier-approval", **answers_of(portal.ApprovalPolicySet))
async def set_approval_policy(
    body: ApprovalPolicy, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """From now on, or no longer, new suppliers wait for approval."""
    fact = portal.ApprovalPolicySet(company=acting.company, person=acting.person.id, required=body.required)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.put("/suppliers/{supplier}/approval", **answers_of(portal.SupplierDecided))
async def decide(
    supplier: CompanyId, body: ApprovalDecision, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Lets a supplier's invoices come, or turns them back; what waited goes on or back by itself."""
    fact = portal.SupplierDecided(
        company=acting.company,
        person=acting.person.id,
        supplier=supplier,
        decision=body.decision,
        reason=body.reason,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.get("/contract-text", response_model=ContractInForce)
async def contract_text(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """What the company's customers accept before they receive."""
    return await contract_of(edge.db, acting.company) or {"version": 0, "text": "", "sha256": ""}


@router.put("/contract-text", **answers_of(portal.ContractTextSet))
async def set_contract_text(
    body: ContractText, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """A new version; customers that are connected already have accepted an older one."""
    fact = portal.ContractTextSet(company=acting.company, person=acting.person.id, text=body.text)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


async def _listed(
    role: Role, company: CompanyId, edge: Edge, status: str, search: str, page: int, size: int
) -> dict[str, Any]:
    """One page of partners, and how many there are in each state."""
    wanted = Wanted(company, role, status, search)
    states = await states_of(edge.db, wanted)
    rows = await page_of(edge.db, wanted, size, (page - 1) * size)
    return {"rows": rows, "page": page, "total": sum(states.values()), "states": states}


async def _partner(role: Role, who: UUID, company: CompanyId, edge: Edge) -> dict[str, Any]:
    """The partner by its company id, else by the invitation's."""
    row = await partner_of(edge.db, company, role, who)
    if row is None:
        raise Problem("partner.not-found")
    return {**row, "history": await history_of(edge.db, company, row["entry"], edge.settings.list_rows_max)}


async def _end(
    partner: CompanyId,
    side: Literal["supplier", "customer"],
    body: Reason,
    acting: Acting,
    request: UUID,
    response: Response,
    edge: Edge,
) -> dict[str, Any] | Pending:
    fact = portal.ConnectionEnded(
        company=acting.company, person=acting.person.id, partner=partner, side=side, reason=body.reason
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)
