"""The wall: facts heard become commands, what has happened becomes facts told."""

from __future__ import annotations

from chassis import Heard
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.onboarding import v1 as onboarding
from contracts.wallet import v1 as wallet
from invoicing.parties import commands

# The companies behind it. Each fact is taken in the lane of the company it is about.


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> commands.RegisterParty:
    return commands.RegisterParty(
        company=fact.company,
        country=fact.country,
        number=fact.number,
        name=fact.name,
        legal_form=fact.legal_form,
        vat_number=fact.vat_number,
        language=fact.language,
        at=heard.at,
    )


def on_company_signed(fact: onboarding.CompanySigned, heard: Heard) -> commands.SignParty:
    return commands.SignParty(company=fact.company, at=heard.at)


def on_company_ready(fact: onboarding.CompanyReady, heard: Heard) -> commands.DeclarePartyReady:
    return commands.DeclarePartyReady(company=fact.company, at=heard.at)


def on_company_profile_changed(fact: onboarding.CompanyProfileChanged, heard: Heard) -> commands.MoveParty:
    return commands.MoveParty(company=fact.company, kind=fact.kind, address=fact.address, at=heard.at)


def on_bank_account_confirmed(fact: onboarding.BankAccountConfirmed, heard: Heard) -> commands.ConfirmAccount:
    return commands.ConfirmAccount(
        company=fact.company, account=fact.account, details=fact.details, default=fact.default, at=heard.at
    )


def on_plan_changed(fact: wallet.PlanChanged, heard: Heard) -> commands.PermitParty:
    return commands.PermitParty(company=fact.company, permits=fact.permits, at=heard.at)


def on_reception_changed(fact: directory_v2.ReceptionChanged, heard: Heard) -> commands.NoteReception | None:
    if fact.document_type != "invoice":
        return None
    return commands.NoteReception(company=fact.company, method=fact.method, at=heard.at)


def on_bank_account_removed(fact: onboarding.BankAccountRemoved, heard: Heard) -> commands.RemoveAccount:
    return commands.RemoveAccount(company=fact.company, account=fact.account, at=heard.at)


def on_connection_established(
    fact: directory.ConnectionEstablished, heard: Heard
) -> commands.EstablishConnection | None:
    """It is told to both sides; the supplier's copy is the one that invoices rest on."""
    if fact.side != "supplier":
        return None
    return commands.EstablishConnection(
        company=fact.supplier,
        customer=fact.customer,
        customer_name=fact.customer_name,
        customer_number=fact.customer_number,
        approval=fact.approval,
        at=heard.at,
    )


def on_connection_ended(fact: directory.ConnectionEnded, heard: Heard) -> commands.EndConnection | None:
    if fact.side != "supplier":
        return None
    return commands.EndConnection(company=fact.supplier, customer=fact.customer, at=heard.at)


def on_supplier_approval_changed(
    fact: directory.SupplierApprovalChanged, heard: Heard
) -> commands.ChangeApproval | None:
    if fact.side != "supplier":
        return None
    return commands.ChangeApproval(
        company=fact.supplier, customer=fact.customer, state=fact.state, reason=fact.reason, at=heard.at
    )


def on_buyer_rules_changed(fact: directory.BuyerRulesChanged, heard: Heard) -> commands.ChangeBuyerRules:
    return commands.ChangeBuyerRules(
        company=fact.company, version=fact.version, valid_from=fact.valid_from, rules=fact.rules, at=heard.at
    )
