"""How an invoice is issued: checked again, numbered, written as UBL, validated by the official rules, and stored.

Number, use of the number and issue are recorded in one unit of work. Whatever stops the issue is recorded as a refusal
and takes no number, so the series has no gap (D-04) and the wallet releases the credit.
"""

from __future__ import annotations

import re

from chassis import NotYet, Refused, Session
from contracts.values import Finding
from einvoice import model
from einvoice.drafts import Decided, compose
from einvoice.rules.findings import Report
from einvoice.rules.pool import OfficialRules
from einvoice.rules.words import LANGUAGES, told_in
from einvoice.sums import totals
from einvoice.ubl.writer import build
from invoicing.drafts.attachments import enclosures
from invoicing.drafts.circumstances import Circumstances, look_around
from invoicing.drafts.findings import findings_on
from invoicing.issuing.commands import IssueInvoice
from invoicing.issuing.composition import attachment, buyer_of, seller_of
from invoicing.life.invoice import Invoice, Issue
from invoicing.life.refusing import refusal_of
from invoicing.numbers.choosing import ChosenNumber, choose_number
from invoicing.payment_reference import made_of


async def issue_invoice(command: IssueInvoice, session: Session) -> None:
    invoice = await session.load(Invoice, command.invoice)
    if invoice.waits and invoice.company == command.company:
        await issue(invoice, command, session)


UBL = "application/xml"


async def issue(invoice: Invoice, command: IssueInvoice, session: Session) -> None:
    """Issues an invoice that waits, or refuses it. Raises NotYet while a party is unknown."""
    around = await look_around(command.company, invoice.id, invoice.draft, command.at, session)
    if not (around.supplier.registered and around.customer.registered):
        raise NotYet("a party of the invoice is still unknown")
    refusal = refusal_of(findings_on(invoice.draft, around))
    if refusal:
        invoice.refuse(command.company, refusal.code, refusal.findings, **refusal.details)
        return
    year = (invoice.draft.issue_date or around.today).year
    try:
        number = await choose_number(command.company, invoice.draft.number, year, around.limits.numbers_passed, session)
        await _issue_as(number, invoice, around, command, session)
    except Refused as refused:
        invoice.refuse(command.company, refused.code, (), **refused.details)


async def _issue_as(
    number: ChosenNumber, invoice: Invoice, around: Circumstances, command: IssueInvoice, session: Session
) -> None:
    draft, supplier = invoice.draft, around.supplier
    account = supplier.account(draft.account)
    if account is None:
        raise Refused("invoice.incomplete", count=1, first="BG-17")
    decided = Decided(
        number=number.number,
        issue_date=draft.issue_date or around.today,
        payment_reference=draft.payment_reference.strip() or made_of(number.number, invoice.id, account),
        account=account,
        other_accounts=[supplier.accounts[one] for one in draft.other_accounts],
        attachments=[
            attachment(position, one)
            for position, one in enumerate(await enclosures(draft.attachments, session.documents), 1)
        ],
    )
    composed = compose(draft, decided, seller_of(supplier), buyer_of(around.customer))
    ubl = written(composed)
    report = await session.use(OfficialRules).validate(ubl)
    if not report.complete:
        raise RuntimeError(f"the official rules could not run: {rules_text(report)}")
    if not report.valid:
        found = official_findings(report, around.language)
        invoice.refuse(command.company, "invoice.breaks-rules", found, count=str(len(found)), first=found[0].text)
        return
    document = await session.documents.keep(ubl, UBL, file_name(number.number))
    number.take(command.company, invoice.id)
    invoice.issue(
        command.company,
        Issue(
            number=number.number,
            issue_date=decided.issue_date,
            supplier_name=supplier.name,
            receiver_name=around.customer.name,
            totals=totals(composed),
            payment_reference=decided.payment_reference,
            document=document,
            rules=rules_text(report),
        ),
    )


def written(composed: model.Invoice) -> bytes:
    """Writes the UBL. Raises Refused for text that XML cannot hold, such as in a name that came from a register."""
    try:
        return build(composed)
    except ValueError as error:
        raise Refused("invoice.cannot-be-written", reason=error) from error


def official_findings(report: Report, language: str) -> tuple[Finding, ...]:
    """The findings of the official rules, in our words where we have them, else in theirs; a fatal one is an error."""
    told = told_in(report, language if language in LANGUAGES else "en")
    return tuple(
        Finding(
            rule=one.rule,
            level="error" if one.level == "fatal" else "warning",
            where=one.where,
            text=one.sentence or one.text,
        )
        for one in sorted(told.findings, key=lambda one: one.level)
    )


def rules_text(report: Report) -> str:
    """The rules that validated it, such as `xsd 2.1, en16931 1.3.16`, with a note on a layer that could not run."""
    return ", ".join(
        f"{layer.name} {layer.version}" if layer.state in ("passed", "failed") else f"{layer.name} {layer.state}"
        for layer in report.layers
    )


def file_name(number: str) -> str:
    """Makes a file name that every file system accepts."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", number) + ".xml"
