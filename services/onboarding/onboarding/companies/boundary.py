"""Companies: their addresses, their connections, and what they still lack."""

from chassis import Heard, Refused
from contracts.directory import v1 as directory
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.companies.commands import NoteConnection, RemoveAddress, SaveAddress
from onboarding.companies.company import Company
from onboarding.companies.events import AddressChanged, AddressRemoved, CompanyReady, CompletenessChanged


def on_address_saved(fact: portal.AddressSaved, heard: Heard) -> SaveAddress:
    return SaveAddress(at=heard.at, company=fact.company, kind=fact.kind, address=fact.address)


def on_address_removed(fact: portal.AddressRemoved, heard: Heard) -> RemoveAddress:
    return RemoveAddress(at=heard.at, company=fact.company, kind=fact.kind)


def on_connection_established(fact: directory.ConnectionEstablished, heard: Heard) -> NoteConnection | None:
    """Only who supplies somebody has a reason to send invoices."""
    if fact.side != "supplier":
        return None
    return NoteConnection(at=heard.at, company=fact.company, customer=fact.customer)


def tell_company_profile_changed(event: AddressChanged, _: Company) -> told.CompanyProfileChanged:
    return told.CompanyProfileChanged(company=event.company, kind=event.kind, address=event.address)


def tell_address_removed(event: AddressRemoved, _: Company) -> told.AddressRemoved:
    return told.AddressRemoved(company=event.company, kind=event.kind)


def tell_completeness_changed(event: CompletenessChanged, _: Company) -> told.CompletenessChanged:
    return told.CompletenessChanged(company=event.company, missing=event.missing)


def tell_company_ready(event: CompanyReady, _: Company) -> told.CompanyReady:
    return told.CompanyReady(company=event.company)


def tell_address_refused(fact: portal.AddressSaved | portal.AddressRemoved, refused: Refused) -> told.AddressRefused:
    return told.AddressRefused(company=fact.company, code=refused.code, details=refused.details)
