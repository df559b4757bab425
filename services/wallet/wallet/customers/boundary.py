"""Heard of a company that came aboard."""

from chassis import Heard
from contracts.onboarding import v1 as onboarding
from wallet.customers import commands


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> commands.OpenWallet:
    return commands.OpenWallet(
        company=fact.company, country=fact.country, has_vat_number=fact.vat_number is not None, at=heard.at
    )


# Refused.
