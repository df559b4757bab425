"""The invoicing service on one page: what it hears, does, tells and shows."""

from chassis import Service
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet
from einvoice.rules_pool import OfficialRules
from invoicing import boundary, commands, events, handlers, own_invoices, policy, views
from invoicing.settings import InvoicingSettings, limits


def official_rules(settings: InvoicingSettings) -> OfficialRules:
    """The rules that every invoice is judged by before it is issued."""
    return OfficialRules()


service = Service(
    name="invoicing",
    settings=InvoicingSettings,
    hears={
        portal.InvoiceDraftSaved: boundary.on_invoice_draft_saved,
        portal.InvoiceSubmitted: boundary.on_invoice_submitted,
        portal.InvoiceWithdrawn: boundary.on_invoice_withdrawn,
        wallet.OrderInvoiceWanted: boundary.on_order_invoice_wanted,
        wallet.CreditReserved: boundary.on_credit_reserved,
        wallet.CreditRefused: boundary.on_credit_refused,
        wallet.ReservationQuestioned: boundary.on_reservation_questioned,
        delivery.DocumentHandedOver: boundary.on_document_handed_over,
        delivery.DocumentDownloaded: boundary.on_document_downloaded,
        delivery.DocumentUndeliverable: boundary.on_document_undeliverable,
        onboarding.CompanyRegistered: boundary.on_company_registered,
        onboarding.CompanySigned: boundary.on_company_signed,
        onboarding.CompanyReady: boundary.on_company_ready,
        onboarding.CompanyProfileChanged: boundary.on_company_profile_changed,
        onboarding.BankAccountConfirmed: boundary.on_bank_account_confirmed,
        onboarding.BankAccountRemoved: boundary.on_bank_account_removed,
        wallet.PlanChanged: boundary.on_plan_changed,
        directory_v2.ReceptionChanged: boundary.on_reception_changed,
        directory.ConnectionEstablished: boundary.on_connection_established,
        directory.ConnectionEnded: boundary.on_connection_ended,
        directory.SupplierApprovalChanged: boundary.on_supplier_approval_changed,
        directory.BuyerRulesChanged: boundary.on_buyer_rules_changed,
    },
    handles={
        commands.KeepDraft: handlers.keep_draft,
        commands.SubmitInvoice: handlers.submit_invoice,
        commands.ContinueInvoice: handlers.continue_invoice,
        commands.TakeBackInvoice: handlers.take_back_invoice,
        commands.InvoiceOrder: own_invoices.invoice_order,
        commands.HoldInvoice: handlers.hold_invoice,
        commands.RepeatRefusal: handlers.repeat_refusal,
        commands.IssueInvoice: handlers.issue_invoice,
        commands.NoteHandOver: handlers.note_hand_over,
        commands.NoteDelivery: handlers.note_delivery,
        commands.NoteUndeliverable: handlers.note_undeliverable,
        commands.RegisterParty: handlers.register_party,
        commands.SignParty: handlers.sign_party,
        commands.DeclarePartyReady: handlers.declare_party_ready,
        commands.MoveParty: handlers.move_party,
        commands.ConfirmAccount: handlers.confirm_account,
        commands.RemoveAccount: handlers.remove_account,
        commands.PermitParty: handlers.permit_party,
        commands.NoteReception: handlers.note_reception,
        commands.EstablishConnection: handlers.establish_connection,
        commands.EndConnection: handlers.end_connection,
        commands.ChangeApproval: handlers.change_approval,
        commands.ChangeBuyerRules: handlers.change_buyer_rules,
    },
    tells={
        events.InvoiceDrafted: boundary.tell_invoice_drafted,
        events.InvoiceReady: boundary.tell_invoice_ready,
        events.InvoiceHeld: boundary.tell_invoice_held,
        events.InvoiceReopened: boundary.tell_invoice_reopened,
        events.InvoiceRefused: boundary.tell_invoice_refused,
        events.InvoiceIssued: boundary.tell_invoice_issued,
        events.InvoiceHandedOver: boundary.tell_invoice_handed_over,
        events.InvoiceDelivered: boundary.tell_invoice_delivered,
        events.InvoiceUndeliverable: boundary.tell_invoice_undeliverable,
        events.NumberEntered: boundary.tell_number_gap_found,
    },
    refuses={
        portal.InvoiceDraftSaved: boundary.tell_draft_refused,
        portal.InvoiceSubmitted: boundary.tell_submission_refused,
        portal.InvoiceWithdrawn: boundary.tell_withdrawal_refused,
    },
    schedules={events.InvoiceHeld: policy.when_its_day_comes},
    shows=[views.InvoiceList],
    uses=[limits, official_rules, own_invoices.who_runs_the_network],
    documents_from=["portal"],
)
