"""Translates what issuing hears: only a credit of the kind that sending takes issues an invoice."""

from __future__ import annotations

from chassis import Heard
from contracts.wallet import v1 as wallet
from invoicing.issuing import commands
from invoicing.life.invoice import KLIP


def on_credit_reserved(fact: wallet.CreditReserved, heard: Heard) -> commands.IssueInvoice | None:
    if fact.klip != KLIP:
        return None
    return commands.IssueInvoice(company=fact.company, invoice=fact.invoice, at=heard.at)
