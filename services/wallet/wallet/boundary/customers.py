"""Heard and told of customers, their accounts and plans, and of prices."""

from collections.abc import Iterator

from chassis import Heard, Refused
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet import commands_customers as commands
from wallet import events_customers as events
from wallet.customer import Customer
from wallet.prices import PRICE_LIST, Page, PriceList

# Heard.


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> commands.OpenWallet:
    return commands.OpenWallet(
        company=fact.company, country=fact.country, has_vat_number=fact.vat_number is not None, at=heard.at
    )


def on_account_saved(fact: portal.AccountSaved, heard: Heard) -> commands.SaveAccount:
    return commands.SaveAccount(
        company=fact.company,
        account=fact.account,
        name=fact.name,
        email=fact.email,
        sending=fact.sending,
        at=heard.at,
    )


def on_top_up_agreed(fact: portal.TopUpAgreed, heard: Heard) -> commands.AgreeTopUp:
    return commands.AgreeTopUp(
        company=fact.company,
        person=fact.person,
        account=fact.account,
        klip=fact.klip,
        level=fact.level,
        quantity=fact.quantity,
        payment=fact.payment,
        terms_version=fact.terms_version,
        at=heard.at,
    )


def on_top_up_ended(fact: portal.TopUpEnded, heard: Heard) -> commands.EndTopUp:
    return commands.EndTopUp(
        company=fact.company, person=fact.person, account=fact.account, klip=fact.klip, at=heard.at
    )


def on_plan_chosen(fact: portal.PlanChosen, heard: Heard) -> commands.ChoosePlan:
    return commands.ChoosePlan(
        company=fact.company,
        person=fact.person,
        plan=fact.plan,
        payment=fact.payment,
        terms_version=fact.terms_version,
        at=heard.at,
    )


def on_price_announced(fact: portal.PriceAnnounced, heard: Heard) -> commands.AnnouncePrice:
    return commands.AnnouncePrice(
        price_list=PRICE_LIST,
        announcement=fact.announcement,
        person=fact.person,
        item=fact.item,
        net=fact.net,
        valid_from=fact.valid_from,
        at=heard.at,
    )


# Told.


def tell_account_saved(event: events.AccountOpened | events.AccountChanged, customer: Customer) -> told.AccountSaved:
    return told.AccountSaved(company=event.company, account=event.account, name=event.name, email=event.email)


def tell_sending_account_chosen(event: events.SendingAccountChosen, customer: Customer) -> told.SendingAccountChosen:
    return told.SendingAccountChosen(company=event.company, account=event.account)


def tell_top_up_agreed(event: events.TopUpAgreed, customer: Customer) -> told.TopUpAgreed:
    return told.TopUpAgreed(
        company=event.company,
        account=event.account,
        klip=event.klip,
        level=event.level,
        quantity=event.quantity,
        payment=event.payment,
    )


def tell_top_up_ended(event: events.TopUpEnded, customer: Customer) -> told.TopUpEnded:
    return told.TopUpEnded(company=event.company, account=event.account, klip=event.klip)


def tell_plan_chosen(event: events.PlanChosen, customer: Customer) -> told.PlanChosen:
    return told.PlanChosen(company=event.company, plan=event.plan, previous=event.previous, valid_from=event.valid_from)


def tell_plan_changed(event: events.PlanBegan, customer: Customer) -> told.PlanChanged:
    return told.PlanChanged(
        company=event.company,
        plan=event.plan,
        previous=event.previous,
        permits=event.permits,
        invoices_per_year=event.invoices_per_year,
        users=event.users,
    )


def tell_price_announced(event: events.PriceAnnounced, price_list: PriceList) -> told.PriceAnnounced:
    return told.PriceAnnounced(
        announcement=event.announcement,
        item=event.item,
        net=event.net,
        previous=event.previous,
        valid_from=event.valid_from,
    )


def tell_price_change_noticed(event: events.CustomersNoticed, page: Page) -> Iterator[told.PriceChangeNoticed]:
    for company in event.companies:
        yield told.PriceChangeNoticed(
            company=company,
            announcement=event.announcement,
            item=event.item,
            net=event.net,
            previous=event.previous,
            valid_from=event.valid_from,
        )


# Refused.


def tell_account_refused(fact: portal.AccountSaved, refused: Refused) -> told.AccountRefused:
    return told.AccountRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_top_up_refused(fact: portal.TopUpAgreed | portal.TopUpEnded, refused: Refused) -> told.TopUpRefused:
    return told.TopUpRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_plan_refused(fact: portal.PlanChosen, refused: Refused) -> told.PlanRefused:
    return told.PlanRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_price_refused(fact: portal.PriceAnnounced, refused: Refused) -> told.PriceRefused:
    return told.PriceRefused(announcement=fact.announcement, code=refused.code, details=refused.details)
