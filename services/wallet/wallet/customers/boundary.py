"""Heard and told of customers and their accounts."""

from chassis import Heard, Refused
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from wallet.customers import commands, events
from wallet.customers.customer import Customer

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


# Refused.


def tell_account_refused(fact: portal.AccountSaved, refused: Refused) -> told.AccountRefused:
    return told.AccountRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_top_up_refused(fact: portal.TopUpAgreed | portal.TopUpEnded, refused: Refused) -> told.TopUpRefused:
    return told.TopUpRefused(company=fact.company, code=refused.code, details=refused.details)
