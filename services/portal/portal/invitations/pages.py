"""An invitation on a page: who invites and to what, the two ways in, and one button that accepts; or a no."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request, Response

from chassis import derived_id
from contracts.values import CompanyId
from portal.companies import terms
from portal.companies.acting import Acting, acting_as
from portal.companies.here import CompanyPage, TheAdminsCompany, TheCompany
from portal.companies.pages import companies_of
from portal.companies.view import acceptances_of
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge, ThePerson, client_of
from portal.edge.cures import cure_of
from portal.edge.forms import Form, TheForm, go
from portal.edge.inputs import Reason
from portal.edge.problems import UNPROCESSABLE, Problem
from portal.edge.reader import Reader, TheReader
from portal.invitations import api
from portal.network.view import opened_by

router = APIRouter()

NUMBER_LENGTH_MAX = 100
CODE_LENGTH_MAX = 40
MAY_ENROL = ("owner", "admin")
OVER = {
    "enrolled": "enrolment.invitation-used",
    "declined": "enrolment.invitation-declined",
    "withdrawn": "enrolment.invitation-withdrawn",
    "expired": "enrolment.invitation-expired",
}
"""What is said of an invitation that cannot be answered any more, before anybody signs up for it."""


@router.get("/enrol")
async def enrol_page(
    asked: Request, reader: TheReader, number: str = "", code: str = "", company: str = ""
) -> Response:
    filled = {"number": number[:NUMBER_LENGTH_MAX], "code": code[:CODE_LENGTH_MAX], "company": company}
    return await _page(reader, asked, Said(filled=filled))


@router.post("/enrol/look")
async def look(form: TheForm, reader: TheReader) -> Response:
    """Shows who invites, by the two things that the mail carried."""
    return go(f"/enrol?{urlencode({name: form[name] for name in ('number', 'code')})}")


@router.post("/enrol")
async def enrol(form: TheForm, asked: Request, reader: TheReader, person: ThePerson, edge: TheEdge) -> Response:
    """Answers the invitation for the chosen company; its terms are accepted first where they are not yet."""
    again = partial(_page, reader, asked)
    try:
        company = CompanyId(UUID(form["company"]))
    except ValueError:
        return await again(Said(UNPROCESSABLE, form.fields, {"company": reader.t("enrol.choose")}))
    acting = await acting_as("admin")(company, person, edge)
    needs_terms = not await _has_accepted(edge, company)
    if needs_terms and not form["terms"]:
        return await again(Said(UNPROCESSABLE, form.fields, {"terms": reader.t("terms.tick")}))

    async def route(request: UUID, response: Response) -> Any:
        if needs_terms:
            await _accept_terms(request, acting, reader)
        body = api.Enrolment(
            customer_number=form["number"], code=form["code"], accepted=True, contract_sha256=form["contract"]
        )
        return await api.enrol(body, acting, request, response, asked, edge)

    done = f"/c/{company}?request={form.request_of(person)}"
    return await act(form, reader, route, done=done, again=again, fields={"enrolment.no-such-invitation": "code"})


@router.get("/c/{company}/invitations")
async def invitations_page(here: TheCompany, edge: TheEdge) -> Response:
    """Whom the company can connect with: those who have invited it, and by a code of a mail."""
    return here.show("invitations.html", invited=await api.received(here.acting, edge), may_answer=here.may("admin"))


@router.get("/c/{company}/invitations/{invitation}")
async def invitation_page(invitation: UUID, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """An invitation that the company holds already needs no code."""
    return await _held(invitation, here, edge, NOTHING_SAID)


@router.post("/c/{company}/invitations/{invitation}")
async def answer(invitation: UUID, form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """Accepts it, or says no: whichever button was pressed."""
    again = partial(_held, invitation, here, edge)
    says_no = form["answer"] == "no"
    needs_terms = not says_no and not await _has_accepted(edge, here.acting.company)
    if needs_terms and not form["terms"]:
        return await again(Said(UNPROCESSABLE, form.fields, {"terms": here.reader.t("terms.tick")}))

    async def route(request: UUID, response: Response) -> Any:
        if says_no:
            return await api.decline(invitation, form.into(Reason), here.acting, request, response, edge)
        if needs_terms:
            await _accept_terms(request, here.acting, here.reader)
        return await api.accept(invitation, _acceptance(form), here.acting, request, response, edge)

    done = f"{here.path}?request={form.request_of(here.acting.person)}"
    return await act(form, here.reader, route, done=done, again=again)


def _acceptance(form: Form) -> api.InvitationAcceptance:
    return api.InvitationAcceptance(customer_number=form["number"], contract_sha256=form["contract"])


async def _accept_terms(request: UUID, acting: Acting, reader: Reader) -> None:
    """In the words of the reader's language, which the page linked to. Raises Problem."""
    current = terms.in_force(terms.today())
    accepted = terms.TermsAcceptance(version=current.version, sha256=current.sha256_in(reader.language))
    await terms.accept_terms(accepted, acting, derived_id(request, "terms"), Response(), reader.edge)


async def _has_accepted(edge: Edge, company: CompanyId) -> bool:
    rows = await acceptances_of(edge.db, company, edge.settings.list_rows_max)
    return any(terms.is_enough(row["version"]) for row in rows)


async def _found(reader: Reader, asked: Request, filled: Mapping[str, str]) -> dict[str, Any] | None:
    """Who invites and what is to be accepted, for one who has both things; None for one who has written nothing.

    Raises Problem with what is wrong with the two, or `rate.limited`: nobody looks too often.
    """
    if not filled.get("code"):
        return None
    edge = reader.edge
    await edge.limited("welcome", client_of(asked), per_minute=edge.settings.guesses_per_minute)
    found = await opened_by(edge.db, filled.get("number", ""), filled["code"])
    if found is None:
        raise Problem("enrolment.no-such-invitation")
    status = "expired" if found["status"] not in OVER and found["expires_on"] < terms.today() else found["status"]
    if status in OVER:
        expired_on = reader.day(found["expires_on"])
        raise Problem(OVER[status], supplier_name=found["inviter_name"], expired_on=expired_on)
    return found


async def _page(reader: Reader, asked: Request, said: Said) -> Response:
    filled, invitation = said.filled, None
    try:
        invitation = await _found(reader, asked, filled)
    except Problem as problem:
        if not said.wrong:
            cure = cure_of(problem.code, reader.request.url.path)
            status = 200 if problem.code in OVER.values() else problem.status  # a mail's link has its page even then
            said = Said(status, filled, {"": reader.why(problem.code, problem.details)}, cure)
    acting = await companies_of(reader.edge, reader.person) if reader.person else []
    companies = [company for company in acting if company["role"] in MAY_ENROL]
    accepted = [await _has_accepted(reader.edge, company["id"]) for company in companies] if invitation else []
    back = f"/enrol?{urlencode({name: filled.get(name, '') for name in ('number', 'code')})}"
    return reader.page(
        "enrol.html",
        said.status,
        filled=filled if filled.get("company") else {**filled, "company": str(companies[0]["id"]) if companies else ""},
        wrong=said.wrong,
        cure=said.cure,
        invitation=invitation,
        companies=companies,
        choices=[(company["id"], company["name"]) for company in companies],
        asks_terms=not all(accepted),
        login=f"/login?{urlencode({'next': back})}",
        register=f"/register?{urlencode({'next': back})}",
        new_company=f"/companies/new?{urlencode({'next': back})}",
    )


async def _held(invitation: UUID, here: CompanyPage, edge: Edge, said: Said) -> Response:
    rows = [row for row in await api.received(here.acting, edge) if row["invitation"] == invitation]
    if not rows:
        raise Problem("invitation.not-found")
    return here.show(
        "invitation.html",
        said=said,
        invitation=rows[0],
        asks_terms=not await _has_accepted(edge, here.acting.company),
    )
