"""One function per command: load what a draft is judged against, decide. The chassis saves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chassis import NotYet, Session, derived_id
from contracts.operator import Operator
from contracts.values import BankAccount, InvoiceDraft, Personal
from invoicing.days import ahead
from invoicing.drafts import attachments, commands
from invoicing.drafts.circumstances import look_around
from invoicing.drafts.figures import figures
from invoicing.drafts.findings import findings_on, is_summable
from invoicing.drafts.rare import takes
from invoicing.life.invoice import Invoice
from invoicing.parties.commands import ConfirmAccount, DeclarePartyReady, MoveParty, RegisterParty, SignParty
from invoicing.parties.party import Party
from invoicing.settings import Limits
from nordic.accounts import bic_of


async def keep_draft(command: commands.KeepDraft, session: Session) -> None:
    invoice = await session.load(Invoice, command.invoice)
    invoice.must_be_open_to(command.company)
    draft = command.draft
    around = await look_around(command.company, command.invoice, draft, command.at, session)
    attached = await attachments.inspected(draft.attachments, session.documents, session.use(Limits), around.language)
    sums = figures(draft) if is_summable(draft) else None
    invoice.keep(
        draft,
        sums,
        around.customer_name,
        findings_on(draft, around, attached),
        company=command.company,
        at=command.at,
        revision=command.revision,
    )


async def submit_invoice(command: commands.SubmitInvoice, session: Session) -> None:
    invoice = await session.load(Invoice, command.invoice)
    invoice.must_belong_to(command.company)
    invoice.must_read_as(command.revision)
    around = await look_around(command.company, command.invoice, invoice.draft, command.at, session)
    attached = await attachments.inspected(
        invoice.draft.attachments, session.documents, session.use(Limits), around.language
    )
    findings, day = findings_on(invoice.draft, around, attached), ahead(invoice.draft, around.country, command.at)
    undo_s = min(command.undo_s, around.limits.undo_s)
    undo_until = command.at + timedelta(seconds=undo_s) if undo_s > 0 else None
    invoice.submit(command.company, findings, around.connection.awaits_approval, day, undo_until)
    if invoice.awaits_approval:
        around.connection.keep_waiting(command.company, invoice.id)


async def continue_invoice(command: commands.ContinueInvoice, session: Session) -> None:
    invoice = await session.load(Invoice, command.invoice)
    if not invoice.awaits_its_time:
        return
    around = await look_around(command.company, command.invoice, invoice.draft, command.at, session)
    findings, day = findings_on(invoice.draft, around), ahead(invoice.draft, around.country, command.at)
    invoice.go_on(command.company, findings, around.connection.awaits_approval, day, command.at)
    if invoice.awaits_approval:
        around.connection.keep_waiting(command.company, invoice.id)


async def invoice_order(command: commands.InvoiceOrder, session: Session) -> None:
    """Drafts and sends the network's own invoice for credits that it sold (S1-26).

    The wallet waives its credit. Raises NotYet while the buyer is unknown.
    """
    await _seller(command, session)
    buyer = await session.load(Party, command.draft.receiver)
    if not buyer.registered:
        raise NotYet(f"company {command.draft.receiver}")
    company, invoice, at = command.company, command.order, command.at
    draft = await _paid_in_its_currency(command, session)
    await keep_draft(commands.KeepDraft(company=company, invoice=invoice, draft=draft, at=at), session)
    await submit_invoice(commands.SubmitInvoice(company=company, invoice=invoice, at=at), session)


async def _paid_in_its_currency(command: commands.InvoiceOrder, session: Session) -> InvoiceDraft:
    """The draft, paid to the network's IBAN when its giro account does not take the currency."""
    told, draft = session.use(Operator), command.draft
    if takes(told.account, draft.currency) or not told.iban:
        return draft
    iban = derived_id(command.company, "account", told.iban)
    details = BankAccount("iban", told.iban, country=told.iban[:2], bic=bic_of(told.iban) or "")
    party = await session.load(Party, command.company)
    party.confirm_account(
        ConfirmAccount(company=command.company, account=iban, details=details, default=False, at=command.at)
    )
    return replace(draft, account=iban)


async def _seller(command: commands.InvoiceOrder, session: Session) -> None:
    """Registers the network itself as a party, counted as signed and ready. What is known already changes nothing."""
    told, company, at = session.use(Operator), command.company, command.at
    party = await session.load(Party, company)
    party.register(
        RegisterParty(
            company=company,
            country=told.country,
            number=Personal(told.number),
            name=told.name,
            legal_form=told.legal_form,
            vat_number=Personal(told.vat_number),
            language=told.language,
            at=at,
        )
    )
    party.move(MoveParty(company=company, kind="default", address=told.address, at=at))
    account = derived_id(company, "account", told.account.number)
    party.confirm_account(ConfirmAccount(company=company, account=account, details=told.account, default=True, at=at))
    party.sign(SignParty(company=company, at=at))
    party.declare_ready(DeclarePartyReady(company=company, at=at))
