"""What buyers ask of the references on their invoices: their rules, a ready example, and a check before sending."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

import msgspec
from fastapi import Request, Response
from pydantic import Field

from contracts.portal import v1 as portal
from contracts.values import CompanyId, Language, ReferenceRule
from portal.companies.acting import Admin, Viewer
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, ThePerson, answered
from portal.edge.inputs import LINES, Day, Input
from portal.edge.operations import Api, answers_of, only_reads
from portal.edge.problems import Problem, language_of
from portal.network.view import is_connected, rules_on, versions_of
from portal.reference_rules.judging import EXAMPLES, judged
from portal.reference_rules.shown import OwnRules, ReadyRules, ReferenceVerdict, RulesInForce

router = Api(prefix="/api/v1/companies/{company}", tags=["reference rules"], scope="customers:write")
examples = Api(prefix="/api/v1", tags=["reference rules"], scope="customers:write")

Reference = Annotated[str, Field(max_length=1_000)]


class Rule(Input):
    reference: Literal["order_number", "buyer_reference", "reference_person", "payment_reference"]
    mandatory: bool = False
    patterns: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=10)] = ()
    refuse_prefix: Annotated[str, Field(max_length=20)] = ""
    example: Annotated[str, Field(max_length=100)] = ""
    words: Annotated[dict[Language, Annotated[str, Field(max_length=500)]], Field(default_factory=dict), LINES]


class Rules(Input):
    rules: Annotated[list[Rule], Field(max_length=10)]
    valid_from: date


class References(Input):
    """As they were typed; `on` is the issue date that they are judged for."""

    order_number: Reference = ""
    buyer_reference: Reference = ""
    reference_person: Reference = ""
    payment_reference: Reference = ""
    on: date | None = None


@examples.get("/reference-rule-examples", response_model=dict[str, ReadyRules])
async def ready_examples(_person: ThePerson) -> dict[str, Any]:
    """Rules of real buyers, ready to be taken over and changed."""
    return {name: {"rules": msgspec.to_builtins(rules)} for name, rules in EXAMPLES.items()}


@router.get("/reference-rules", response_model=OwnRules)
async def own_rules(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """Every version of the company's own rules, newest first, and which is in force today."""
    in_force = await rules_on(edge.db, acting.company, _today())
    return {
        "in_force": in_force["version"],
        "versions": await versions_of(edge.db, acting.company, edge.settings.list_rows_max),
    }


@router.put("/reference-rules", **answers_of(portal.BuyerRulesSet))
async def set_rules(
    body: Rules, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """What the company, as a buyer, asks of the references on invoices to it, from a day on."""
    rules = tuple(ReferenceRule(**{**rule.model_dump(), "words": dict(rule.words)}) for rule in body.rules)
    fact = portal.BuyerRulesSet(
        company=acting.company, person=acting.person.id, rules=rules, valid_from=body.valid_from
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.get("/customers/{customer}/reference-rules", response_model=RulesInForce)
async def rules_of(customer: CompanyId, acting: Viewer, edge: TheEdge, on: Day | None = None) -> dict[str, Any]:
    """What a customer asks of references on a day, with examples in its own words; empty for one who asks nothing."""
    await _require_connected(acting.company, customer, edge)
    return await rules_on(edge.db, customer, on or _today())


@router.post("/customers/{customer}/reference-check", response_model=ReferenceVerdict)
@only_reads
async def check(
    customer: CompanyId, body: References, acting: Viewer, request: Request, edge: TheEdge
) -> dict[str, Any]:
    """Judges references before anything is sent: `passes`, and findings with examples and a correction to take."""
    await _require_connected(acting.company, customer, edge)
    known = await rules_on(edge.db, customer, body.on or _today())
    rules = tuple(msgspec.convert(rule, ReferenceRule) for rule in known["rules"])
    findings = judged(rules, body.model_dump(exclude={"on"}), language_of(request))
    return {
        "version": known["version"],
        "passes": all(finding["level"] != "error" for finding in findings),
        "findings": findings,
    }


async def _require_connected(supplier: CompanyId, customer: CompanyId, edge: Edge) -> None:
    """What a buyer asks is told to its own suppliers alone."""
    if not await is_connected(edge.db, supplier, customer):
        raise Problem("partner.not-found")


def _today() -> date:
    return datetime.now(UTC).date()
