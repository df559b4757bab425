"""Finding recipients: search, look-ups outside, and requests to the operator to add or update one."""

from collections.abc import Collection
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import EmailStr, Field

from chassis import derived_id
from contracts.catalogue import catalogue
from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from contracts.values import CompanyId, Country, Personal
from portal.companies.acting import Invoicer, Viewer
from portal.credits.view import plan_of
from portal.customers.search import own_customers
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered
from portal.edge.inputs import Input
from portal.edge.operations import Api, answers_of, only_reads
from portal.edge.paging import ThePaging
from portal.edge.problems import Problem, language_of, sentence
from portal.network.view import connected_among
from portal.recipients.search import everybody
from portal.recipients.shown import OutsideHit, RecipientRequestShown, RecipientsFound
from portal.recipients.view import open_requests_of, request_of, requests_of
from portal.search_words import Limits
from portal.telling.reading import Row

router = Api(prefix="/api/v1/companies/{company}", tags=["recipients"], scope="customers:write")

LOOKED_UP = answers_of(portal.RecipientLookupRequested, hits=list[OutsideHit], advice=str)
OTHER_OPERATORS = "other-operators"
"""What a plan must permit to reach recipients behind other operators."""
TO_ANYBODY = ("pdf", "paper")
"""Ways that need no e-invoicing on the other side; each exists once the network is able to `<way>-to-anybody`."""


class Search(Input):
    search: Annotated[str, Field(min_length=2, max_length=200)]
    country: Country | Literal[""] = ""


class Lookup(Input):
    """`search` is a name, company number, VAT number, GLN or Peppol id."""

    search: Annotated[str, Field(max_length=100)]
    country: Country = "SE"
    document_type: Literal["invoice", "credit-note"] = "invoice"


class RecipientRequest(Input):
    """What the recipient has told the sender: name, company number, operator and e-mail are mandatory."""

    kind: Literal["register", "update"] = "register"
    name: Annotated[str, Field(max_length=300)]
    country: Country = "SE"
    number: Annotated[str, Field(max_length=40)]
    operator: Annotated[str, Field(max_length=200)]
    email: EmailStr | Literal[""]
    gln: Annotated[str, Field(max_length=20)] = ""
    e_invoice_required: bool = False


@router.post("/recipient-searches", response_model=RecipientsFound)
@only_reads
async def search(body: Search, acting: Viewer, edge: TheEdge, request: Request) -> dict[str, Any]:
    """Whom one can send to: own customers, requests under way, members, known recipients; the likest first.

    By name (near misses too), company number, VAT number, GLN or Peppol id. `look_outside` when nobody was found.
    A POST, because what is searched may be a person's own number, and addresses are logged on their way.
    """
    await edge.limited("search", str(acting.company), per_minute=edge.settings.searches_per_minute)
    db, limits = edge.db, Limits(edge.settings.search_hits_max, edge.settings.search_candidates_max)
    own = await own_customers(db, acting.company, body.search, body.country, limits)
    found = await everybody(db, body.search, body.country, limits)
    members = [hit["id"] for hit in found if hit["source"] == "member"]
    connected = await connected_among(edge.db, acting.company, members)
    language, permits = language_of(request), await _permits(acting.company, edge)
    known = [{**hit, "connected": hit["id"] in connected} for hit in found]
    hits = [{**hit, **ways_to(hit, permits, language)} for hit in known]
    return {
        "customers": own,
        "requested": await _under_way(acting, edge, permits, language),
        "hits": hits,
        "look_outside": not hits,
    }


@router.post(
    "/recipient-lookups",
    status_code=201,
    **LOOKED_UP,
)
@only_reads
async def look_up(
    body: Lookup, acting: Viewer, request: RequestId, asked: Request, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Asks the networks outside; each hit says whether it takes such documents, and behind which operator."""
    await edge.limited("look-up", str(acting.company), per_minute=edge.settings.lookups_per_minute)
    fact = portal.RecipientLookupRequested(
        company=acting.company,
        person=acting.person.id,
        lookup=derived_id(request, "lookup"),
        country=body.country,
        query=Personal(body.search),
        document_type=body.document_type,
    )
    answer = await edge.tell(fact, request, acting.person.id)
    told = answered(answer, request, response, 201)
    if not isinstance(answer, directory.RecipientLookupAnswered) or isinstance(told, Pending):
        return told
    language = language_of(asked)
    hits = [{**hit, "advice": advice(hit, language)} for hit in told["hits"]]
    return {**told, "hits": hits, "advice": advice({"reach": told["reach"]}, language)}


@router.post("/recipient-requests", status_code=201, **answers_of(portal.RecipientRequested))
async def ask_for_recipient(
    body: RecipientRequest, acting: Invoicer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Asks the operator to add a recipient, or (`update`) to note that it has changed operator; answered by mail."""
    fact = portal.RecipientRequested(
        company=acting.company,
        person=acting.person.id,
        request=derived_id(request, "recipient-request"),
        kind=body.kind,
        name=body.name,
        country=body.country,
        number=Personal(body.number),
        operator=body.operator,
        email=Personal(body.email),
        gln=body.gln,
        e_invoice_required=body.e_invoice_required,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, 201)


@router.get("/recipient-requests", response_model=list[RecipientRequestShown])
async def asked_for(acting: Viewer, edge: TheEdge, request: Request, paging: ThePaging) -> list[dict[str, Any]]:
    """What the company has asked for, newest first, with where it stands and how to send meanwhile."""
    rows = paging.shown(await requests_of(edge.db, acting.company, paging.page), "requested_at")
    permits, language = await _permits(acting.company, edge), language_of(request)
    return [_asked(row, permits, language) for row in rows]


@router.get("/recipient-requests/{request_id}", response_model=RecipientRequestShown)
async def asked_for_one(request_id: UUID, acting: Viewer, edge: TheEdge, request: Request) -> dict[str, Any]:
    """One request to the operator, with where it stands and how to send meanwhile."""
    row = await request_of(edge.db, acting.company, request_id)
    if row is None:
        raise Problem("recipient-request.not-found")
    return _asked(row, await _permits(acting.company, edge), language_of(request))


def ways_to(
    hit: dict[str, Any], permits: frozenset[str], language: str, able: Collection[str] | None = None
) -> dict[str, Any]:
    """How one can send there now: `e-invoice`, `pdf`, `paper`. Who asks for e-invoices gets nothing else (S2-17).

    An e-invoice goes to who is connected. To reach another operator's recipients takes a network that is able to, and
    a plan that permits it (S2-07). What cannot be done yet is not promised: the advice says what can be done instead.
    """
    able = catalogue()["able"] if able is None else able
    undecided = hit["source"] == "requested" and hit["status"] in ("requested", "in-progress", "refused")
    there = not undecided and hit.get("reach") not in ("other-document-type", "not-found")
    beyond = there and hit["behind_other_operator"] and OTHER_OPERATORS in able
    plan_needed = beyond and OTHER_OPERATORS not in permits
    reached = bool(hit.get("connected")) or (beyond and not plan_needed)
    others = [] if hit["e_invoice_required"] else [way for way in TO_ANYBODY if f"{way}-to-anybody" in able]
    ways = (["e-invoice"] if reached else []) + others
    waits = undecided and hit["status"] != "refused"
    code = "wait" if waits else "invite" if hit["source"] == "member" else "not-yet"
    code = "plan-needed" if plan_needed else "at-once" if reached else "meanwhile" if ways else code
    return {
        "ways": ways,
        "plan_needed": plan_needed,
        "advice": sentence(f"recipient-ways.{code}", language, {}),
        "behind": advice(hit, language),
    }


def advice(hit: dict[str, Any], language: str) -> str:
    """In words: whether it can be reached, where it is, and what to do."""
    reach = hit.get("reach") or ("reachable" if hit.get("source") != "requested" else "")
    if not reach:
        return ""
    elsewhere = reach == "reachable" and hit.get("behind_other_operator")
    code = "at-other-operator" if elsewhere else reach
    return sentence(f"recipient-reach.{code}", language, {"operator": hit.get("operator") or "–"})


async def _under_way(acting: Viewer, edge: Edge, permits: frozenset[str], language: str) -> list[dict[str, Any]]:
    rows = await open_requests_of(edge.db, acting.company, edge.settings.search_hits_max)
    return [_asked(row, permits, language) for row in rows]


def _asked(row: Row, permits: frozenset[str], language: str) -> dict[str, Any]:
    return {**row, **ways_to({**row, "source": "requested"}, permits, language)}


async def _permits(company: CompanyId, edge: Edge) -> frozenset[str]:
    """What the company's plan permits beyond the free one."""
    plan = await plan_of(edge.db, company)
    return frozenset(plan["permits"] if plan else ())
