"""The wall: facts heard become commands, what has happened becomes facts told."""

from __future__ import annotations

from collections.abc import Iterator

from chassis import REPEATED, Heard, Refused
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.invoicing import v1 as told
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from invoicing import commands, events
from invoicing.invoice import KLIP, Invoice
from invoicing.number_series import NumberSeries
from invoicing.refusing import SendingRefused

# What people do.


def on_invoice_draft_saved(fact: portal.InvoiceDraftSaved, heard: Heard) -> commands.KeepDraft:
    return commands.KeepDraft(
        company=fact.company, invoice=fact.invoice, draft=fact.draft, revision=fact.revision, at=heard.at
    )


def on_invoice_submitted(fact: portal.InvoiceSubmitted, heard: Heard) -> commands.SubmitInvoice:
    return commands.SubmitInvoice(company=fact.company, invoice=fact.invoice, revision=fact.revision, at=heard.at)


def on_invoice_withdrawn(fact: portal.InvoiceWithdrawn, heard: Heard) -> commands.TakeBackInvoice:
    return commands.TakeBackInvoice(company=fact.company, invoice=fact.invoice, at=heard.at)


def on_order_invoice_wanted(fact: wallet.OrderInvoiceWanted, heard: Heard) -> commands.InvoiceOrder:
    """The network sells too: what it sends is numbered, judged and delivered like everybody's (S1-26)."""
    return commands.InvoiceOrder(company=fact.company, order=fact.order, draft=fact.draft, at=heard.at)


# What becomes of its credit.


def on_credit_reserved(fact: wallet.CreditReserved, heard: Heard) -> commands.IssueInvoice | None:
    if fact.klip != KLIP:
        return None
    return commands.IssueInvoice(company=fact.company, invoice=fact.invoice, at=heard.at)


def on_credit_refused(fact: wallet.CreditRefused, heard: Heard) -> commands.HoldInvoice:
    reason = "quota-reached" if fact.code == "plan.quota-reached" else "no-credit"
    return commands.HoldInvoice(company=fact.company, invoice=fact.invoice, reason=reason, at=heard.at)


def on_reservation_questioned(fact: wallet.ReservationQuestioned, heard: Heard) -> commands.RepeatRefusal:
    return commands.RepeatRefusal(company=fact.company, invoice=fact.invoice, at=heard.at)


# What becomes of it after the issue.


def on_document_handed_over(fact: delivery.DocumentHandedOver, heard: Heard) -> commands.NoteHandOver:
    return commands.NoteHandOver(
        company=fact.company, invoice=fact.invoice, channel=fact.channel, receipt=fact.receipt, at=heard.at
    )


def on_document_downloaded(fact: delivery.DocumentDownloaded, heard: Heard) -> commands.NoteDelivery:
    return commands.NoteDelivery(company=fact.company, invoice=fact.invoice, at=heard.at)


def on_document_undeliverable(fact: delivery.DocumentUndeliverable, heard: Heard) -> commands.NoteUndeliverable:
    return commands.NoteUndeliverable(
        company=fact.company, invoice=fact.invoice, cause=fact.cause, repair=fact.repair, at=heard.at
    )


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


# What is told.


def tell_invoice_drafted(event: events.InvoiceDrafted, invoice: Invoice) -> told.InvoiceDrafted:
    return told.InvoiceDrafted(
        company=event.company,
        invoice=invoice.id,
        receiver=event.draft.receiver,
        receiver_name=event.receiver_name,
        net=event.net,
        vat=event.vat,
        payable=event.payable,
        due_date=event.draft.due_date,
        findings=event.findings,
        revision=event.revision,
    )


def tell_invoice_ready(event: events.InvoiceReady, invoice: Invoice) -> told.InvoiceReady:
    return told.InvoiceReady(company=event.company, invoice=invoice.id, receiver=event.receiver, klip=event.klip)


def tell_invoice_held(event: events.InvoiceHeld, invoice: Invoice) -> told.InvoiceHeld:
    return told.InvoiceHeld(company=event.company, invoice=invoice.id, reason=event.reason, until=event.until)


def tell_invoice_reopened(event: events.InvoiceReopened, invoice: Invoice) -> told.InvoiceReopened:
    return told.InvoiceReopened(company=event.company, invoice=invoice.id)


def tell_invoice_refused(event: events.InvoiceRefused, invoice: Invoice) -> told.InvoiceRefused:
    return told.InvoiceRefused(
        company=event.company, invoice=invoice.id, code=event.code, details=event.details, findings=event.findings
    )


def tell_invoice_issued(event: events.InvoiceIssued, invoice: Invoice) -> told.InvoiceIssued:
    return told.InvoiceIssued(
        company=event.company,
        invoice=invoice.id,
        number=event.number,
        issue_date=event.issue_date,
        due_date=event.due_date,
        receiver=event.receiver,
        supplier_name=event.supplier_name,
        receiver_name=event.receiver_name,
        net=event.net,
        vat=event.vat,
        payable=event.payable,
        document=event.document,
        rules=event.rules,
    )


def tell_invoice_handed_over(event: events.InvoiceHandedOver, invoice: Invoice) -> told.InvoiceHandedOver:
    return told.InvoiceHandedOver(
        company=event.company, invoice=invoice.id, channel=event.channel, receipt=event.receipt
    )


def tell_invoice_delivered(event: events.InvoiceDelivered, invoice: Invoice) -> told.InvoiceDelivered:
    return told.InvoiceDelivered(company=event.company, invoice=invoice.id)


def tell_invoice_undeliverable(event: events.InvoiceUndeliverable, invoice: Invoice) -> told.InvoiceUndeliverable:
    return told.InvoiceUndeliverable(company=event.company, invoice=invoice.id, cause=event.cause, repair=event.repair)


def tell_number_gap_found(event: events.NumberEntered, series: NumberSeries) -> Iterator[told.NumberGapFound]:
    if event.missing_from:
        yield told.NumberGapFound(
            company=event.company,
            invoice=event.invoice,
            number=event.number,
            missing_from=event.missing_from,
            missing_to=event.missing_to,
        )


# What is refused.


def tell_draft_refused(fact: portal.InvoiceDraftSaved, refused: Refused) -> told.InvoiceDraftRefused:
    return told.InvoiceDraftRefused(
        company=fact.company, invoice=fact.invoice, code=refused.code, details=refused.details
    )


def tell_submission_refused(
    fact: portal.InvoiceSubmitted, refused: Refused
) -> told.InvoiceRefused | told.SendingRepeated:
    """A Send that is repeated refuses nothing: the wallet would give back the credit of the first."""
    if refused.code == REPEATED:
        return told.SendingRepeated(company=fact.company, invoice=fact.invoice, code=refused.code)
    return told.InvoiceRefused(
        company=fact.company,
        invoice=fact.invoice,
        code=refused.code,
        details=refused.details,
        findings=refused.findings if isinstance(refused, SendingRefused) else (),
    )


def tell_withdrawal_refused(fact: portal.InvoiceWithdrawn, refused: Refused) -> told.InvoiceWithdrawalRefused:
    return told.InvoiceWithdrawalRefused(
        company=fact.company, invoice=fact.invoice, code=refused.code, details=refused.details
    )
