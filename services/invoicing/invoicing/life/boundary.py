"""Translates what is heard of a waiting invoice: the wallet's refusal becomes the reason why it is held."""

from __future__ import annotations

from chassis import Heard
from contracts.wallet import v1 as wallet
from invoicing.life import commands


def on_credit_refused(fact: wallet.CreditRefused, heard: Heard) -> commands.HoldInvoice:
    reason = "quota-reached" if fact.code == "plan.quota-reached" else "no-credit"
    return commands.HoldInvoice(company=fact.company, invoice=fact.invoice, reason=reason, at=heard.at)
