"""My customers and my suppliers: lists, inviting, one partner with its history and its rules, and ending it."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contracts.values import CompanyId
from portal.companies.acting import Admin, Invoicer
from portal.companies.here import CompanyPage, TheCompany
from portal.companies.view import company_of
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import Form, TheForm
from portal.edge.inputs import Reason
from portal.edge.problems import Problem
from portal.invitations import api
from portal.network.view import approves_suppliers
from portal.partners import api as partners_api
from portal.partners.view import Role, waiting_for_approval
from portal.reference_rules import api as rules_api

router = APIRouter(prefix="/c/{company}")

TONES = {
    "invited": "info",
    "requested": "info",
    "connected": "success",
    "declined": "danger",
    "withdrawn": "neutral",
    "expired": "neutral",
    "ended": "neutral",
}
"""By the state of a partner, which is called `partner_status.<state>`."""
WAITING = ("invited", "requested")
PAGE_ROWS = 50
CUSTOMER_AT = {
    "invitation.customer-number-missing": "customer_number",
    "invitation.customer-number-too-long": "customer_number",
    "invitation.customer-number-connected": "customer_number",
    "invitation.customer-name-missing": "customer_name",
    "invitation.email-malformed": "email",
}
SUPPLIER_AT = {"invitation.supplier-name-missing": "supplier_name", "invitation.email-malformed": "email"}

Chosen = Annotated[str, Query(max_length=20)]
Text = Annotated[str, Query(max_length=200)]
Number = Annotated[int, Query(ge=1, le=100_000)]


# Lists.


@router.get("/customers")
async def customers_page(
    here: TheCompany, edge: TheEdge, status: Chosen = "", search: Text = "", page: Number = 1
) -> Response:
    listed = await partners_api.customers(here.acting, edge, _state(status), search, page, PAGE_ROWS)
    return _listed(here, "customers.html", listed, status, search)


@router.get("/suppliers")
async def suppliers_page(
    here: TheCompany, edge: TheEdge, status: Chosen = "", search: Text = "", page: Number = 1
) -> Response:
    return await _suppliers(here, edge, NOTHING_SAID, status, search, page)


@router.post("/suppliers/approval")
async def set_approval(form: TheForm, here: TheCompany, admin: Admin, edge: TheEdge) -> Response:
    """Whether new suppliers wait for approval from now on."""

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(partners_api.ApprovalPolicy)
        return await partners_api.set_approval_policy(body, admin, request, response, edge)

    again = partial(_suppliers, here, edge)
    return await act(form, here.reader, route, done=f"{here.path}/suppliers", again=again)


async def _suppliers(
    here: CompanyPage, edge: Edge, said: Said, status: str = "", search: str = "", page: int = 1
) -> Response:
    listed = await partners_api.suppliers(here.acting, edge, _state(status), search, page, PAGE_ROWS)
    company = here.acting.company
    return _listed(
        here,
        "suppliers.html",
        listed,
        status,
        search,
        said,
        approves=await approves_suppliers(edge.db, company),
        awaiting=await waiting_for_approval(edge.db, company),
    )


def _state(status: str) -> Any:
    """A state that there is none of is no wish."""
    return status if status in get_args(partners_api.Status) else ""


def _listed(
    here: CompanyPage,
    template: str,
    listed: Mapping[str, Any],
    status: str,
    search: str,
    said: Said = NOTHING_SAID,
    **more: Any,
) -> Response:
    return here.show(
        template,
        said=said,
        rows=listed["rows"],
        number_of=listed["total"],
        page=listed["page"],
        has_more=listed["page"] * PAGE_ROWS < listed["total"],
        states=[(state, here.reader.t(f"partner_status.{state}")) for state in TONES],
        tones=TONES,
        may_invite=here.may("invoicer"),
        may_decide=here.may("admin"),
        filled={"status": status, "search": search},
        **more,
    )


# Inviting.


@router.get("/customers/invite")
async def invite_page(
    here: TheCompany, invoicer: Invoicer, edge: TheEdge, name: Text = "", email: Text = ""
) -> Response:
    return await _invite(here, Said(filled={"customer_name": name, "email": email}))


@router.post("/customers/invite")
async def invite(form: TheForm, here: TheCompany, invoicer: Invoicer, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.invite(form.into(api.Invitation), invoicer, request, response, edge)

    again = partial(_invite, here)
    return await act(form, here.reader, route, done=f"{here.path}/customers", again=again, fields=CUSTOMER_AT)


async def _invite(here: CompanyPage, said: Said) -> Response:
    return here.show("invite_customer.html", said=said, filled={"language": here.company["language"]})


@router.get("/suppliers/invite")
async def invite_supplier_page(here: TheCompany, invoicer: Invoicer) -> Response:
    return await _invite_supplier(here, NOTHING_SAID)


@router.post("/suppliers/invite")
async def invite_supplier(form: TheForm, here: TheCompany, invoicer: Invoicer, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.invite_supplier(form.into(api.SupplierInvitation), invoicer, request, response, edge)

    again = partial(_invite_supplier, here)
    return await act(form, here.reader, route, done=f"{here.path}/suppliers", again=again, fields=SUPPLIER_AT)


async def _invite_supplier(here: CompanyPage, said: Said) -> Response:
    return here.show("invite_supplier.html", said=said, filled={"language": here.company["language"]})


@router.get("/customers/ask/{member}")
async def ask_page(member: CompanyId, here: TheCompany, invoicer: Invoicer, edge: TheEdge) -> Response:
    return await _ask(here, edge, member, NOTHING_SAID)


@router.post("/customers/ask/{member}")
async def ask(member: CompanyId, form: TheForm, here: TheCompany, invoicer: Invoicer, edge: TheEdge) -> Response:
    """Asks a member to become a customer; it answers on its own pages."""

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.ConnectionRequest, customer=member)
        return await api.request_connection(body, invoicer, request, response, edge)

    again = partial(_ask, here, edge, member)
    return await act(form, here.reader, route, done=f"{here.path}/customers", again=again, fields=CUSTOMER_AT)


async def _ask(here: CompanyPage, edge: Edge, member: CompanyId, said: Said) -> Response:
    found = await company_of(edge.db, member)
    if found is None:
        raise Problem("partner.not-found")
    return here.show("ask_member.html", said=said, member=found)


# One partner.


@router.get("/customers/{who}")
async def customer_page(who: UUID, here: TheCompany, edge: TheEdge) -> Response:
    return await _partner(here, edge, "customer", who, NOTHING_SAID)


@router.get("/suppliers/{who}")
async def supplier_page(who: UUID, here: TheCompany, edge: TheEdge) -> Response:
    return await _partner(here, edge, "supplier", who, NOTHING_SAID)


@router.post("/customers/{who}/withdraw")
async def withdraw_from_customer(
    who: UUID, form: TheForm, here: TheCompany, invoicer: Invoicer, edge: TheEdge
) -> Response:
    return await _withdraw(here, invoicer, edge, "customer", who, form)


@router.post("/suppliers/{who}/withdraw")
async def withdraw_from_supplier(
    who: UUID, form: TheForm, here: TheCompany, invoicer: Invoicer, edge: TheEdge
) -> Response:
    return await _withdraw(here, invoicer, edge, "supplier", who, form)


async def _withdraw(here: CompanyPage, invoicer: Invoicer, edge: Edge, role: Role, who: UUID, form: Form) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.withdraw(who, invoicer, request, response, edge)

    again = partial(_partner, here, edge, role, who)
    return await act(form, here.reader, route, done=f"{here.path}/{role}s/{who}", again=again)


@router.post("/customers/{who}/remind")
async def remind_customer(who: UUID, form: TheForm, here: TheCompany, invoicer: Invoicer, edge: TheEdge) -> Response:
    return await _remind(here, invoicer, edge, "customer", who, form)


@router.post("/suppliers/{who}/remind")
async def remind_supplier(who: UUID, form: TheForm, here: TheCompany, invoicer: Invoicer, edge: TheEdge) -> Response:
    return await _remind(here, invoicer, edge, "supplier", who, form)


async def _remind(here: CompanyPage, invoicer: Invoicer, edge: Edge, role: Role, who: UUID, form: Form) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.remind(who, invoicer, request, response, edge)

    again = partial(_partner, here, edge, role, who)
    return await act(form, here.reader, route, done=f"{here.path}/{role}s/{who}", again=again)


@router.post("/customers/{who}/end")
async def end_with_customer(who: CompanyId, form: TheForm, here: TheCompany, admin: Admin, edge: TheEdge) -> Response:
    return await _end(here, admin, edge, "customer", who, form)


@router.post("/suppliers/{who}/end")
async def end_with_supplier(who: CompanyId, form: TheForm, here: TheCompany, admin: Admin, edge: TheEdge) -> Response:
    return await _end(here, admin, edge, "supplier", who, form)


async def _end(here: CompanyPage, admin: Admin, edge: Edge, role: Role, who: CompanyId, form: Form) -> Response:
    end = partners_api.end_with_customer if role == "customer" else partners_api.end_with_supplier

    async def route(request: UUID, response: Response) -> Any:
        return await end(who, Reason(reason=form["text"]), admin, request, response, edge)

    again = partial(_partner, here, edge, role, who)
    return await act(form, here.reader, route, done=f"{here.path}/{role}s/{who}", again=again)


@router.post("/suppliers/{who}/approval")
async def decide(who: CompanyId, form: TheForm, here: TheCompany, admin: Admin, edge: TheEdge) -> Response:
    """Lets a supplier's invoices come, or turns them back."""

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(partners_api.ApprovalDecision, reason=form["text"])
        return await partners_api.decide(who, body, admin, request, response, edge)

    again = partial(_partner, here, edge, "supplier", who)
    return await act(form, here.reader, route, done=f"{here.path}/suppliers/{who}", again=again)


async def _partner(here: CompanyPage, edge: Edge, role: Role, who: UUID, said: Said) -> Response:
    one = partners_api.customer_page if role == "customer" else partners_api.supplier_page
    row = await one(CompanyId(who), here.acting, edge)
    connected = row["status"] == "connected"
    asks = role == "customer" and connected and row["id"]
    rules = (await rules_api.rules_of(row["id"], here.acting, edge))["rules"] if asks else []
    return here.show(
        "partner.html",
        said=said,
        role=role,
        row=row,
        tone=TONES[row["status"]],
        connected=connected,
        may_withdraw=here.may("invoicer") and row["invited_by"] == "us" and row["status"] in WAITING,
        may_remind=here.may("invoicer") and row["invited_by"] == "us" and row["status"] == "invited",
        answers_here=row["invited_by"] == "them" and row["status"] in WAITING,
        may_decide=here.may("admin"),
        rules=rules,
    )
