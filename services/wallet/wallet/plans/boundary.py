"""Heard and told of plans."""

from chassis import Heard, Refused
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.customers.commands import ChoosePlan
from wallet.customers.customer import Customer
from wallet.customers.events import PlanBegan, PlanChosen


def on_plan_chosen(fact: portal.PlanChosen, heard: Heard) -> ChoosePlan:
    return ChoosePlan(
        company=fact.company,
        person=fact.person,
        plan=fact.plan,
        payment=fact.payment,
        terms_version=fact.terms_version,
        at=heard.at,
    )


def tell_plan_chosen(event: PlanChosen, customer: Customer) -> told.PlanChosen:
    return told.PlanChosen(company=event.company, plan=event.plan, previous=event.previous, valid_from=event.valid_from)


def tell_plan_changed(event: PlanBegan, customer: Customer) -> told.PlanChanged:
    return told.PlanChanged(
        company=event.company,
        plan=event.plan,
        previous=event.previous,
        permits=event.permits,
        invoices_per_year=event.invoices_per_year,
        users=event.users,
    )


def tell_plan_refused(fact: portal.PlanChosen, refused: Refused) -> told.PlanRefused:
    return told.PlanRefused(company=fact.company, code=refused.code, details=refused.details)
